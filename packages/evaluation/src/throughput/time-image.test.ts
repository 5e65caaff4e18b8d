import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadChallenge } from '@unblind/challenges';
import { Throughput } from '@unblind/contracts';
import { UnsafeLocalProvider, imageLimitsFor, ociEntries, programEntries, selectImageProvider, tarOf, unpackImage } from '@unblind/sandbox';
import type { OnnxTiming, UnpackedImage } from '@unblind/sandbox';
import { timedMetrics } from '@unblind/scoring';
import { encodeNpy } from '@unblind/tensors';
import { describeWhere } from '@unblind/testing';
import { inspectSubmission } from '../inspect-submission';
import { orderFrom } from '../models/row-order';
import { runImage } from '../models/run-image';
import { checkAnswers } from './check-answers';
import { timeImage, type ImageTimingRun } from './time-image';

const canRun = process.getuid?.() === 0 && (existsSync('/usr/bin/bwrap') || existsSync('/usr/sbin/runc'));

/** Reads `$in` and writes `$out`: `@v` are the numbers of the view `jet`, `$n` its rows; `work` makes `@s`. */
const served = (work: string): string => `
  open my $f, '<:raw', "$in/jet.npy" or die; my $b = do { local $/; <$f> };
  my ($n) = substr($b, 0, 200) =~ /'shape': \\((\\d+)/; my @v = unpack 'f<*', substr($b, 10 + unpack('v', substr($b, 8, 2)));
  my @s; ${work};
  my $h = sprintf "%-117s\\n", "{'descr': '<f8', 'fortran_order': False, 'shape': ($n,), }";
  open my $o, '>:raw', $out or die; print $o "\\x93NUMPY\\x01\\x00" . pack('v', length $h) . $h . pack('d<*', @s); close $o`;
/** A container in perl that serves line by line; `first` comes before the work, `last` after it and may answer. */
const perl = (work: string, { first = '', last = 'print qq({"id":$id}\\n)' } = {}): string => `
$| = 1; print qq({"ready":true,"views":["jet"]}\\n);
while (<STDIN>) {
  my ($id, $in, $out) = /"id":(\\d+),"input":"([^"]+)","output":"([^"]+)"/ or die;
  ${first};
  ${served(work)};
  ${last};
}`;
const honest = '@s = map { $v[9 * $_ + 3] / 1000 } 0 .. $n - 1';

describeWhere(canRun, 'needs root and a sandbox', 'a container is timed', () => {
  let folder = '';
  let made = 0;
  let run: Omit<ImageTimingRun, 'image' | 'folder'>;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'unblind-time-image-'));
    const rows = 150;
    const path = join(folder, 'jet.npy');
    const jet = Float32Array.from({ length: rows * 9 }, (_, i) => (i % 9 === 3 ? 80 + ((i * 7) % 160) : ((i * 13) % 100) / 100));
    writeFileSync(path, encodeNpy('float32', [rows, 9], jet));
    const { manifest, directory } = await loadChallenge('top-tagging');
    const modelPath = join(directory, 'baselines/substructure-cut.onnx');
    const { binding } = inspectSubmission(readFileSync(modelPath), manifest);
    const budget = { seconds: 0.6, atMostSeconds: 3, queries: 90 };
    run = {
      provider: new UnsafeLocalProvider(),
      images: await selectImageProvider(),
      manifest,
      reference: { binding, modelPath },
      throughput: Throughput.parse({ reference: 'Substructure cut', batches: [50], budget }),
      split: { rows, views: { jet: path }, truth: {}, lengths: {} },
      viewsDirectory: join(folder, 'derived'),
      executionProvider: 'cpu' as const,
      cores: null,
    };
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function imageOf(script: string): Promise<UnpackedImage> {
    const archive = join(folder, `${made}.tar`);
    const layer = await tarOf([...programEntries(['/usr/bin/perl']), { name: 'server.pl', content: script }]);
    writeFileSync(
      archive,
      await tarOf(ociEntries({ layers: [layer], config: { Entrypoint: ['/usr/bin/perl', '/server.pl'], Env: ['LC_ALL=C'] } })),
    );
    return unpackImage(archive, join(folder, `root-${made++}`), imageLimitsFor(32 * 1024 ** 2));
  }

  async function timed(script: string): Promise<{ timing: OnnxTiming; image: UnpackedImage }> {
    const image = await imageOf(script);
    const own = join(folder, `run-${made++}`);
    mkdirSync(own);
    return { timing: await timeImage({ ...run, image, folder: own }), image };
  }

  async function scored(image: UnpackedImage): Promise<number[]> {
    const inputFolder = join(folder, `input-${made++}`);
    mkdirSync(inputFolder);
    const { output } = await runImage({
      ...run,
      provider: run.images,
      image,
      inputFolder,
      order: orderFrom('scored'),
      onProgress: () => undefined,
    });
    return Array.from(output.data, Number);
  }

  it('by the clock of the runner, single rows and batches, and answers as when it was scored', async () => {
    const { timing, image } = await timed(perl(honest));
    expect(timing.scenarios).toMatchObject({ 'single-stream': { batch: 1 }, offline: { batch: 50 } });
    expect(timing.scenarios['single-stream']?.latencies.length).toBeGreaterThan(60);
    expect(checkAnswers(timing.scores, await scored(image), 'cpu')).toBeGreaterThan(60);
    const metrics = timedMetrics(timing, { kind: 'tagging', seed: 's', replicates: 50, quality: [] });
    for (const name of ['throughput.ratio', 'latency.ratio', 'latency.p50', 'load.seconds', 'first.seconds'])
      expect(metrics.find((metric) => metric.name === name)?.value).toBeGreaterThan(0);
  });

  it('and one that waits 30 ms for each request is that much slower', async () => {
    const { timing } = await timed(perl(`select(undef, undef, undef, 0.03); ${honest}`));
    const shortest = Math.min(...(timing.scenarios['single-stream']?.latencies ?? []));
    expect(shortest).toBeGreaterThan(0.03);
  });

  it('and finds nothing to compute ahead: no input before it is ready, and none twice', async () => {
    const { timing } = await timed(
      `opendir my $d, '/input' or die; die 'inputs' if grep { !/^\\.+$/ } readdir $d; our %seen;${perl(`die 'twice' if $seen{$b}++; ${honest}`)}`,
    );
    expect(timing.scenarios['single-stream']?.latencies.length).toBeGreaterThan(60);
  });

  it('and one that takes all requests at once is as fast as it is, however late it answers', async () => {
    // Forty milliseconds a request of fifty rows.
    const batch = (answer: string, end: string) => `
$| = 1; print qq({"ready":true,"mode":"batch","views":["jet"]}\\n); my $line = <STDIN>; my $late = '';
while ($line =~ /"id":(\\d+),"input":"([^"]+)","output":"([^"]+)"/g) {
  my ($id, $in, $out) = ($1, $2, $3); select(undef, undef, undef, 0.04);
  ${served(honest)}; ${answer}
}
${end}; while (<STDIN>) {}`;
    for (const script of [batch('print qq({"id":$id}\\n)', ''), batch('$late .= qq({"id":$id}\\n)', 'print $late')]) {
      const { timing } = await timed(script);
      const [best] = timing.scenarios.offline?.batches ?? [];
      expect(best?.samplesPerSecond).toBeGreaterThan(300);
      expect(best?.samplesPerSecond).toBeLessThan(1250);
      expect(Math.max(...(timing.scenarios['single-stream']?.latencies ?? []))).toBeGreaterThan(0.08);
    }
  });

  it('and one that answers before it has computed is caught', async () => {
    const early = perl(`select(undef, undef, undef, 0.05); ${honest}`, { first: 'print qq({"id":$id}\\n)', last: '' });
    await expect(timed(early)).rejects.toMatchObject({
      detail: { code: 'predictions-unreadable', message: expect.stringContaining('was not written') },
    });
  });

  it('and one that makes single rows up, or answers from what it computed before, is caught', async () => {
    for (const script of [
      perl(`if ($n == 1) { @s = (0.5) } else { ${honest} }`),
      perl(`our @kept; if (@kept == $n) { @s = @kept } else { ${honest}; @kept = @s }`),
    ]) {
      const { timing, image } = await timed(script);
      const answers = await scored(image);
      expect(() => checkAnswers(timing.scores, answers, 'cpu')).toThrow('model-not-deterministic');
    }
  });
});
