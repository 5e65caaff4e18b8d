import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ParticipantFault } from '@unblind/contracts';
import { describeWhere } from '@unblind/testing';
import { whatIsMissing } from '../../test/machine';
import { imageLimitsFor } from '../images/image-limits';
import { programEntries } from '../images/program-layer';
import { unpackImage, type UnpackedImage } from '../images/unpack-image';
import { ociEntries, tarOf } from '../images/write-archive';
import { LimitFault } from '../limit-fault';
import type { SandboxLimits } from '../port';
import { limitsFor } from '../profile';
import { sandboxProviders } from '../providers';
import { runContainer } from './run-container';

const MiB = 1024 ** 2;
const limits = limitsFor({ memoryBytes: 256 * MiB, wallSeconds: 20, cpus: 1 });
const ready = `echo '{"ready":true}'`;
/** Answers each request with what it was given. */
const honest = `${ready}; n=0; while read -r line; do id=$(printf %06d $n); cat /input/$id/x > /output/$id.npy; echo "{\\"id\\":$n}"; n=$((n+1)); done`;

let folder = '';
let image: UnpackedImage;
let runs = 0;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'unblind-containers-'));
  const archive = join(folder, 'image.tar');
  const layer = await tarOf([
    ...programEntries(['/usr/bin/dash', '/usr/bin/cat', '/usr/bin/mkfifo', '/usr/bin/ln', '/usr/bin/truncate', '/usr/bin/sleep']),
  ]);
  writeFileSync(
    archive,
    await tarOf(
      ociEntries({ layers: [layer], config: { Entrypoint: ['/usr/bin/dash', '-c'], Env: ['PATH=/usr/bin'], WorkingDir: '/srv' } }),
    ),
  );
  image = await unpackImage(archive, join(folder, 'root'), imageLimitsFor(64 * MiB));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(sandboxProviders)('a container in $name', (listed) => {
  const missing = whatIsMissing(listed, 'images');
  describeWhere(missing === null, missing ?? '', 'speaks by lines', () => {
    const provider = listed.create();

    async function converse(
      script: string,
      {
        requests = 3,
        bounds = {},
        prepareSeconds = 0,
      }: { requests?: number; bounds?: Partial<SandboxLimits>; prepareSeconds?: number } = {},
    ) {
      const inputFolder = join(folder, `input-${runs++}`);
      await mkdir(inputFolder);
      const answers: string[] = [];
      let views: string[] | undefined;
      const result = await runContainer(provider, {
        image: { ...image, command: [...image.command, script] },
        inputFolder,
        requests,
        outputBytes: { all: 64 * 1024, each: 1024 },
        limits: { ...limits, ...bounds },
        onReady: (asked) => (views = asked),
        async prepare(request, path) {
          await sleep(1000 * prepareSeconds);
          await writeFile(join(path, 'x'), `rows of ${request}`);
        },
        take: (request, bytes) => void (answers[request] = bytes.toString()),
      });
      return { answers, views, ...result };
    }

    const faultOf = async (script: string, options?: Parameters<typeof converse>[1]): Promise<ParticipantFault['detail']> => {
      const fault: unknown = await converse(script, options).catch((error: unknown) => error);
      if (!(fault instanceof ParticipantFault)) throw new Error(`no participant's fault: ${String(fault)}`);
      return fault.detail;
    };

    it('is asked one request after the other, and its answers are read', async () => {
      const { answers, usage, loadSeconds, log } = await converse(`echo starting >&2; ${honest}`);
      expect(answers).toEqual(['rows of 0', 'rows of 1', 'rows of 2']);
      expect(log).toBe('starting\n');
      expect(Math.min(usage.wallSeconds, loadSeconds)).toBeGreaterThan(0);
    });

    it('gets all requests at once where it asks for that, and says which views it wants', async () => {
      const script = `echo '{"ready":true,"mode":"batch","views":["jet"]}'; read -r line; for n in 2 0 1; do cat /input/00000$n/x > /output/00000$n.npy; echo "{\\"id\\":$n}"; done; echo "$line" >&2`;
      const { answers, views, log } = await converse(script);
      expect(answers).toEqual(['rows of 0', 'rows of 1', 'rows of 2']);
      expect(views).toEqual(['jet']);
      expect(JSON.parse(log)).toMatchObject({
        requests: [{ id: 0, input: '/input/000000', output: '/output/000000.npy' }, { id: 1 }, { id: 2 }],
      });
    });

    it.each([
      ['garbage instead of ready', `echo 'Loading the model...'; sleep 5`, /first line is not/, 'Loading the model...'],
      ['garbage instead of an answer', `${ready}; read -r x; echo done; sleep 5`, /a line is not an answer/, 'done'],
      ['an id that was never asked', `${ready}; read -r x; echo '{"id":41}'; sleep 5`, /request 41 was answered without/, undefined],
      ['an answer before its request', `${ready}; echo '{"id":1}'; sleep 5`, /request 1 was answered without/, undefined],
      [
        'more in an answer than its number',
        `${ready}; read -r x; echo '{"id":0,"score":1}'; sleep 5`,
        /a line is not an answer/,
        undefined,
      ],
      ['a line without end', `while :; do printf aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; done`, /a line is longer than 4096 bytes/, undefined],
      [
        'going on after the end of its input',
        `${honest}; while :; do sleep 1; done`,
        /still running 5 s after its input had ended/,
        undefined,
      ],
    ])('is told of %s', async (_name, script, message, got) => {
      const detail = await faultOf(script);
      expect(detail.code).toBe('container-protocol');
      expect(detail.message).toMatch(message);
      if (got !== undefined) expect(detail.got).toContain(got);
    });

    it('is told where it was when its time ran out', async () => {
      const silent = await faultOf('sleep 60', { bounds: { wallSeconds: 3 } });
      expect(silent).toMatchObject({ code: 'limit-wall-time', message: expect.stringContaining('it had not said that it is ready') });
      const half = await faultOf(`${ready}; read -r x; printf '{"id":'; sleep 60`, { bounds: { wallSeconds: 3 } });
      expect(half.message).toMatch(/had answered 0 of 3 requests, and half a line had come/);
    });

    it('is idle while it sleeps over a request, not while it waits for a processor or for the next request', async () => {
      const stopped = async (script: string, bounds: Partial<SandboxLimits>) => {
        const fault: unknown = await converse(script, { bounds }).catch((error: unknown) => error);
        if (!(fault instanceof LimitFault)) throw new Error(`no limit was hit: ${String(fault)}`);
        return fault.usage;
      };
      const slept = await stopped(`${ready}; read -r x; sleep 60`, { wallSeconds: 2 });
      expect(slept.idleSeconds).toBeGreaterThan(1);
      // A tenth of a core, as on a machine that is too busy.
      const starved = await stopped(`${ready}; while :; do :; done`, { wallSeconds: 2, cpus: 0.1 });
      expect(starved.idleSeconds).toBeLessThan(1);
      expect(starved.cpuSeconds).toBeLessThan(1);
      expect((await converse(honest, { prepareSeconds: 0.7 })).usage.idleSeconds).toBeLessThan(1);
    });

    it('is told of a flood, an early end, and what it printed before', async () => {
      const flood = await faultOf(`while :; do echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa >&2; done`, {
        bounds: { outputBytes: 100_000 },
      });
      expect(flood.code).toBe('limit-output');
      const ended = await faultOf(`${ready}; read -r x; echo 'no module named torch' >&2; exit 3`);
      expect(ended).toMatchObject({ code: 'model-run-failed', got: 'no module named torch\n' });
      expect(ended.message).toMatch(/exit code 3.*answered 0 of 3/);
      expect((await faultOf('exec /no/such/program')).code).toBe('model-run-failed');
    });

    it.each([
      ['missing', ':', /was not written/],
      ['a symbolic link', 'ln -s /etc/shadow /output/000000.npy', /is a link/],
      ['a named pipe, which cannot even be made', 'mkfifo /output/000000.npy', /was not written/],
      ['a folder', 'mkdir /output/000000.npy 2>/dev/null || ln -s /proc /output/000000.npy', /is a link|not a plain file/],
      ['too long', 'truncate -s 2000 /output/000000.npy', /larger than what was asked for/],
      ['sparse', 'truncate -s 1000000000 /output/000000.npy || truncate -s 60000000 /output/000000.npy', /larger than what was asked for/],
    ])('is told of an answer that is %s', async (_name, command, message) => {
      const detail = await faultOf(`${ready}; read -r x; ${command}; echo '{"id":0}'; read -r x`);
      expect(detail.code).toBe('predictions-unreadable');
      expect(detail.message).toMatch(message);
    });

    it('cannot fill the disk by its output folder', async () => {
      const script = `${ready}; read -r x; cat /dev/zero > /output/fill; echo full >&2; exit 4`;
      expect(await faultOf(script)).toMatchObject({ code: 'model-run-failed', got: expect.stringMatching(/No space left|File too large/) });
      expect(await faultOf(`n=0; while : > /output/$n; do n=$((n+1)); done; echo $n >&2; exit 4`)).toMatchObject({
        got: expect.stringMatching(/cannot create \/output\/6\d: No space left/),
      });
    });
  });
});
