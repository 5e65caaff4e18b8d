import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { loadChallenge } from '@unblind/challenges';
import type { Manifest } from '@unblind/contracts';
import { imageLimitsFor, ociEntries, programEntries, selectImageProvider, tarOf, unpackImage } from '@unblind/sandbox';
import type { SandboxProvider, TarEntry, UnpackedImage } from '@unblind/sandbox';
import { encodeNpy } from '@unblind/tensors';
import { describeWhere, testWhere } from '@unblind/testing';
import type { LocalSplit } from '../local-split';
import { CpuBudget } from './cpu-budget';
import { orderFrom, type RowOrder } from './row-order';
import { runImage, type ImageRun } from './run-image';

const canRun = process.getuid?.() === 0 && (existsSync('/usr/bin/bwrap') || existsSync('/usr/sbin/runc'));
const hasCompiler = spawnSync('gcc', ['--version']).status === 0;
type Options = Partial<Pick<ImageRun, 'order' | 'timeLeft'>>;

/** The order of the file. */
const asStored: RowOrder = (count) => Array.from({ length: count }, (_, row) => row);
const template = resolve(__dirname, '../../../../challenges/top-tagging/starter/container/c/server.c');

/** Answers in perl: `@v` are the numbers of a view, `$n` its rows; the script makes `@s`. Each request has its number in `$id`. */
const perl = (view: string, type: string, script: string): string => `
$| = 1; print qq({"ready":true,"views":["${view}"]}\\n);
while (<STDIN>) {
  my ($id, $in, $out) = /"id":(\\d+),"input":"([^"]+)","output":"([^"]+)"/ or die;
  open my $f, '<:raw', "$in/${view}.npy" or die; my $b = do { local $/; <$f> };
  my ($n) = substr($b, 0, 200) =~ /'shape': \\((\\d+)/; my @v = unpack '${type}*', substr($b, 10 + unpack('v', substr($b, 8, 2)));
  my @s; ${script};
  my $h = sprintf "%-117s\\n", "{'descr': '<f8', 'fortran_order': False, 'shape': ($n,), }";
  open my $o, '>:raw', $out or die; print $o "\\x93NUMPY\\x01\\x00" . pack('v', length $h) . $h . pack('d<*', @s); close $o;
  print qq({"id":$id}\\n);
}`;

describeWhere(canRun, 'needs root and a sandbox', 'a container over a split', () => {
  let provider: SandboxProvider;
  let folder = '';
  let made = 0;
  beforeAll(async () => {
    provider = await selectImageProvider();
    folder = mkdtempSync(join(tmpdir(), 'unblind-run-image-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function imageOf(entries: TarEntry[], command: string[]): Promise<UnpackedImage> {
    const archive = join(folder, `${made}.tar`);
    writeFileSync(archive, await tarOf(ociEntries({ layers: [await tarOf(entries)], config: { Entrypoint: command, Env: ['LC_ALL=C'] } })));
    return unpackImage(archive, join(folder, `root-${made++}`), imageLimitsFor(32 * 1024 ** 2));
  }
  const perlImage = (script: string) =>
    imageOf([...programEntries(['/usr/bin/perl']), { name: 'server.pl', content: script }], ['/usr/bin/perl', '/server.pl']);

  function run(manifest: Manifest, image: UnpackedImage, split: LocalSplit, { order = orderFrom('a run'), timeLeft }: Options = {}) {
    const inputFolder = join(folder, `input-${made++}`);
    mkdirSync(inputFolder);
    return runImage({
      provider,
      manifest,
      image,
      split,
      order,
      timeLeft,
      viewsDirectory: join(folder, 'derived'),
      inputFolder,
      onProgress: () => undefined,
    });
  }

  function jets(rows: number): { split: LocalSplit; jet: Float32Array } {
    const jet = Float32Array.from({ length: rows * 9 }, (_, i) => (i % 9 === 3 ? 80 + ((i * 7) % 160) : ((i * 13) % 100) / 100));
    const path = join(folder, `jet-${rows}.npy`);
    writeFileSync(path, encodeNpy('float32', [rows, 9], jet));
    return { jet, split: { rows, views: { jet: path }, truth: {}, lengths: {} } };
  }

  testWhere(hasCompiler, 'gcc is not installed', 'gives the scores of the C template, 1000 jets at a time', async () => {
    const program = join(folder, 'server');
    expect(spawnSync('gcc', ['-Wall', '-Werror', '-O2', '-static', '-o', program, template, '-lm'], { encoding: 'utf8' }).stderr).toBe('');
    const { manifest } = await loadChallenge('top-tagging');
    const { split, jet } = jets(2500);
    const { output, deterministic, environment } = await run(
      manifest,
      await imageOf([{ name: 'server', mode: 0o755, content: readFileSync(program) }], ['/server']),
      split,
    );
    const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
    const expected = Array.from({ length: 2500 }, (_, i) => {
      const [mass = NaN, tau32 = NaN] = [jet[9 * i + 3], jet[9 * i + 8]];
      return sigmoid((mass - 140) / 8) * sigmoid((210 - mass) / 8) * sigmoid((0.7 - tau32) / 0.06);
    });
    expect(output).toMatchObject({ shape: [2500], as: undefined });
    // It computes in single precision.
    for (const [at, value] of expected.entries()) expect(Math.abs(Number(output.data[at]) - value)).toBeLessThan(2e-6);
    expect({ deterministic, environment }).toMatchObject({ deterministic: true, environment: { requests: 3 } });
  });

  it('is asked event by event where rows are sets, and gives a label for each hit', async () => {
    const { manifest } = await loadChallenge('trackml');
    const lengths = [3, 5, 2];
    const hits = Float32Array.from({ length: 30 }, (_, i) => i);
    const path = join(folder, 'hits.npy');
    writeFileSync(path, encodeNpy('float32', [10, 3], hits));
    const image = await perlImage(perl('hits', 'f<', '@s = map { 10 + $v[3 * $_] } 0 .. $n - 1'));
    const { output } = await run(manifest, image, { rows: 3, views: { hits: path }, truth: {}, lengths: { hits: lengths } });
    expect(output).toMatchObject({ as: 'labels', shape: [10] });
    expect(Array.from(output.data, Number)).toEqual(Array.from({ length: 10 }, (_, hit) => 10 + 3 * hit));
  });

  it('is asked for one interval of each pseudo-experiment, however many events that has', async () => {
    const { manifest } = await loadChallenge('higgsml-uncertainty');
    const path = join(folder, 'events.npy');
    writeFileSync(
      path,
      encodeNpy(
        'float32',
        [6, 28],
        Float32Array.from({ length: 6 * 28 }, (_, i) => Math.floor(i / 28)),
      ),
    );
    const split = { rows: 2, views: { events: path }, truth: {}, lengths: { events: [4, 2] } };
    const image = await perlImage(perl('events', 'f<', '@s = ($v[0], $v[0] - 1, $v[0] + $n); $n = 3'));
    const { output } = await run(manifest, image, split);
    expect(output).toMatchObject({ as: 'interval', shape: [6] });
    // Events 0 to 3, then 4 and 5.
    expect(Array.from(output.data, Number)).toEqual([0, -1, 4, 4, 3, 6]);
    await expect(run(manifest, await perlImage(perl('events', 'f<', '@s = (1) x $n')), split, { order: asStored })).rejects.toMatchObject({
      detail: { code: 'model-output-shape', expected: '(3,)', got: '(4,)' },
    });
  });

  it('is refused for an unknown view, for numbers out of range, and for NaN', async () => {
    const { manifest } = await loadChallenge('top-tagging');
    const { split } = jets(20);
    const faultOf = async (script: string) =>
      run(manifest, await perlImage(script), split, { order: asStored }).catch((error: unknown) => error);
    expect(await faultOf(perl('jets', 'f<', ''))).toMatchObject({ detail: { code: 'contract-input-unknown', fix: "Did you mean 'jet'?" } });
    expect(await faultOf(perl('jet', 'f<', '@s = (0.5) x $n; $s[7] = 1.5'))).toMatchObject({
      detail: { code: 'model-output-out-of-range', got: '1 of 20, the first in row 7 (1.5)' },
    });
    expect(await faultOf(perl('jet', 'f<', '@s = (0.5) x $n; $s[3] = 9**9**9 / 9**9**9'))).toMatchObject({
      detail: { code: 'model-output-not-finite' },
    });
  });

  it('does not know its place in the split, so it cannot repeat under a shift the answers that it was built with', async () => {
    const { manifest } = await loadChallenge('top-tagging');
    const { split } = jets(2500);
    const image = await perlImage(perl('jet', 'f<', 'our $place; @s = map { ($place++ % 2500) / 2500 } 1 .. $n'));
    const repeated = async (order: RowOrder) => {
      const { output } = await run(manifest, image, split, { order });
      return Array.from(output.data, Number).filter((value, row) => value === row / 2500).length;
    };
    // The control: in the order of the file it repeats them all. Otherwise one row on average comes where it was.
    expect(await repeated(asStored)).toBe(2500);
    for (const order of [orderFrom('nominal'), orderFrom('energy-scale-up')]) expect(await repeated(order)).toBeLessThan(10);
  });

  it('finds nothing of what it wrote in another run', async () => {
    const { manifest } = await loadChallenge('top-tagging');
    const kept = ['/tmp', '/dev/shm', '/output', '/input', '', '/var/tmp', '/run'].map((folder) => `'${folder}/kept'`).join();
    const image = await perlImage(
      perl('jet', 'f<', `my $found = grep { -e } ${kept}; @s = (0.25 + 0.5 * ($found > 2)) x $n; for (${kept}) { open my $k, '>', $_ }`),
    );
    for (let start = 0; start < 2; start++) {
      const { output } = await run(manifest, image, jets(2500).split);
      // Only the first thousand rows come before it has written; the control are the others, which find it.
      expect(Array.from(output.data, Number).filter((value) => value === 0.25)).toHaveLength(1000);
    }
  });

  it('is at fault when its time is over because it sleeps, and not when it gets no processor', async () => {
    const { manifest } = await loadChallenge('top-tagging');
    const spend = (work: string, cpus: number) => {
      const limits = { ...manifest.submission.limits, cpu: 1, cpus };
      const small = { ...manifest, submission: { ...manifest.submission, limits } };
      return new CpuBudget(limits).spend(async (timeLeft) =>
        run(small, await perlImage(perl('jet', 'f<', work)), jets(20).split, { timeLeft }),
      );
    };
    await expect(spend('sleep 60', 1)).rejects.toMatchObject({ detail: { code: 'limit-wall-time', whose: 'participant' } });
    await expect(spend('1 while 1', 0.1)).rejects.toMatchObject({ detail: { code: 'machine-too-slow', whose: 'platform' } });
  });

  it('is seen not to be deterministic when the same request gets another answer', async () => {
    const { manifest } = await loadChallenge('top-tagging');
    const { deterministic } = await run(manifest, await perlImage(perl('jet', 'f<', '@s = ($id / 10) x $n')), jets(20).split);
    expect(deterministic).toBe(false);
  });
});
