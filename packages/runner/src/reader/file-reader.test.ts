import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { loadChallenge } from '@unblind/challenges';
import { asFault, type Manifest } from '@unblind/contracts';
import { BubblewrapProvider, UnsafeLocalProvider, sandboxProviders } from '@unblind/sandbox';
import type { SandboxProvider } from '@unblind/sandbox';
import { describeWhere, temporaryFolder } from '@unblind/testing';
import { FileReader } from './file-reader';
import { readerLimits, runReader } from './run-reader';

const MiB = 1024 ** 2;
const folder = temporaryFolder();
let manifest: Manifest;
beforeAll(async () => {
  ({ manifest } = await loadChallenge('higgsml-uncertainty'));
});

/** The fault of what is rejected. */
const faultOf = (work: Promise<unknown>) =>
  work.then(
    () => 'it was read',
    (error: unknown) => asFault(error).detail,
  );
const context = () => ({ manifest, form: {}, rows: 2, entries: 2000 });
const write = (name: string, content: string | Uint8Array) => {
  writeFileSync(folder.path(name), content);
  return folder.path(name);
};

const hasBubblewrap = sandboxProviders.some((listed) => listed.name === 'bubblewrap' && listed.isInstalled());
describeWhere(hasBubblewrap, 'bubblewrap is not installed', 'with a sandbox', () => readsIn(new BubblewrapProvider()));
describe('without a sandbox', () => readsIn(new UnsafeLocalProvider()));

function readsIn(provider: SandboxProvider) {
  const reader = new FileReader(provider);

  it('reads predictions into tensors', async () => {
    const path = write('fine.csv', 'mu_hat,p16,p84\n1,0,2\n1.5,0,3\n');
    const { intervals } = await reader.readPredictions(path, 'fine.csv', context());
    expect(intervals).toMatchObject({ dtype: 'float64', shape: [2, 3], data: Float64Array.of(1, 0, 2, 1.5, 0, 3) });
  });

  it("passes a participant's fault on with all that it says", async () => {
    const path = write('short.csv', 'mu_hat,p16,p84\n1,0,2\n');
    expect(await faultOf(reader.readPredictions(path, 'short.csv', context()))).toMatchObject({
      code: 'predictions-length',
      whose: 'participant',
      expected: '2 intervals',
      got: '1, 1, 1',
    });
  });

  const run = (path: string, limits: Parameters<typeof readerLimits>[0]) =>
    runReader(provider, {
      task: { read: 'predictions', path: './in/file', filename: 'x.csv', ...context() },
      mounts: [{ source: path, target: '/in/file' }],
      limits: readerLimits(limits),
      expected: 'predictions for 2 rows',
    });

  it('blames the file if reading it takes too much memory', async () => {
    const path = write('large.onnx', Buffer.alloc(400 * MiB));
    const reading = runReader(provider, {
      task: { read: 'model', path: './in/file', manifest },
      mounts: [{ source: path, target: '/in/file' }],
      limits: readerLimits({ memoryBytes: 128 * MiB }),
      expected: 'an ONNX model',
    });
    expect(await faultOf(reading)).toMatchObject({
      code: 'file-too-expensive',
      whose: 'participant',
      expected: 'an ONNX model',
      message: expect.stringContaining('more memory than the 128 MiB'),
    });
  });

  it('blames the file if reading it does not end', async () => {
    const path = folder.path('pipe.csv');
    execFileSync('mkfifo', ['-m', '666', path]);
    expect(await faultOf(run(path, { memoryBytes: 256 * MiB, wallSeconds: 3 }))).toMatchObject({
      code: 'file-too-expensive',
      whose: 'participant',
      limit: { name: 'wall time', limit: 3 },
    });
    execFileSync('rm', [path]);
  });

  it('blames the platform if the reader does not start', async () => {
    const broken: SandboxProvider = {
      name: 'broken',
      probe: () => provider.probe(),
      run: (spec) => provider.run({ ...spec, command: ['false'] }),
    };
    const path = write('unread.csv', 'mu_hat,p16,p84\n');
    expect(await faultOf(new FileReader(broken).readPredictions(path, 'unread.csv', context()))).toMatchObject({
      code: 'sandbox-broken',
      whose: 'platform',
    });
  });

  it('reads other files while one of them does not end, and ends that with the step that asked for it', async () => {
    const path = folder.path('waiting.csv');
    execFileSync('mkfifo', ['-m', '666', path]);
    const stop = new AbortController();
    const waiting = reader.readPredictions(path, 'waiting.csv', context(), stop.signal);
    const fine = write('meanwhile.csv', 'mu_hat,p16,p84\n1,0,2\n1.5,0,3\n');
    expect(await reader.readPredictions(fine, 'meanwhile.csv', context())).toHaveProperty('intervals');
    stop.abort(new Error('cancelled by its owner'));
    await expect(waiting).rejects.toThrow('cancelled by its owner');
    execFileSync('rm', [path]);
  });
}
