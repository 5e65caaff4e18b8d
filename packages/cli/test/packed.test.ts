import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { encodeNpy } from '@unblind/tensors';
import { z } from 'zod';
import { Lab } from '../../../apps/runner/test/lab';
import { decent } from '../../../apps/runner/test/models';
import { RemoteRunner } from '../../../apps/runner/test/remote-runner';

const repository = resolve(__dirname, '../../..');
const Versions = z.record(z.string(), z.string());
const Manifest = z.object({ dependencies: Versions, optionalDependencies: Versions, bundleDependencies: z.array(z.string()) });

let stranger: string;
let installed: string;
let files: string[];
/** The packages of others that npm would install: [name, version]. */
let outside: [string, string][];

/** As npm would install it, but for the packages of others: those are linked from where this repository has them. */
beforeAll(() => {
  stranger = mkdtempSync(join(tmpdir(), 'unblind-stranger-'));
  // Its runner is another user's.
  chmodSync(stranger, 0o755);
  installed = join(stranger, 'node_modules/@unblind/cli');
  mkdirSync(installed, { recursive: true });
  const archive = execFileSync(process.execPath, [join(repository, 'scripts/pack-cli.mjs'), stranger], { encoding: 'utf8' }).trim();
  files = execFileSync('tar', ['-tzf', archive], { encoding: 'utf8' }).trim().split('\n');
  execFileSync('tar', ['-xzf', archive, '-C', installed, '--strip-components=1']);
  const manifest = Manifest.parse(readJson(join(installed, 'package.json')));
  outside = Object.entries({ ...manifest.dependencies, ...manifest.optionalDependencies }).filter(
    ([name]) => !manifest.bundleDependencies.includes(name),
  );
  for (const [name] of outside) {
    const link = join(stranger, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(folderOf(name), link);
  }
});
afterAll(() => rmSync(stranger, { recursive: true }));

const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

/** npm puts a package beside the workspace that asks for it, or at the top. */
function folderOf(name: string): string {
  const places = ['packages/cli', 'packages/tensors', '.'].map((folder) => join(repository, folder, 'node_modules', name));
  const found = places.find((folder) => existsSync(folder));
  if (found === undefined) throw new Error(`${name} is not installed in this repository`);
  return found;
}

const unblind = (...args: string[]): unknown =>
  JSON.parse(
    execFileSync(process.execPath, [join(installed, 'bin/unblind.js'), ...args, '--json'], {
      cwd: stranger,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, XDG_CACHE_HOME: join(stranger, 'cache') },
      stdio: ['ignore', 'pipe', 'inherit'],
    }),
  );

test('the packed command line holds compiled code and the challenges, and asks for a few packages of exact versions', () => {
  expect(outside.length).toBeLessThan(20);
  for (const [name, version] of outside) {
    expect([name, version]).toEqual([
      name,
      z.object({ version: z.string() }).parse(readJson(join(folderOf(name), 'package.json'))).version,
    ]);
  }
  expect(files.filter((file) => /\.(map|test\.js)$|\/src\/|\.env/.test(file))).toEqual([]);
  expect(files).toContain('package/node_modules/@unblind/challenges/top-tagging/pages/overview.md');
});

test('outside the repository it inspects a model against a challenge', () => {
  const model = join(installed, 'node_modules/@unblind/challenges/top-tagging/baselines/deep-sets.onnx');
  expect(unblind('inspect', model, '--challenge', 'top-tagging')).toMatchObject({ ok: true });
});

test('outside the repository it scores files and draws plots', () => {
  const save = (name: string, data: Float64Array) => writeFileSync(join(stranger, name), encodeNpy('float64', [data.length], data));
  save('labels.npy', Float64Array.of(0, 1, 0, 1));
  save('scores.npy', Float64Array.of(0.1, 0.9, 0.6, 0.5));
  const of = ['--kind', 'tagging', '--truth', 'labels.npy', '--predictions', 'scores.npy'];
  const report = unblind('score', ...of, '--metrics', 'auc', '--plots', 'plots');
  // Three of the four pairs of a signal and a background are in the right order.
  expect(report).toMatchObject({ metrics: { auc: { value: 0.75 } } });
  expect(readFileSync(join(stranger, 'plots/roc.svg'), 'utf8')).toMatch(/^<svg/);
});

test('outside the repository it makes the public sample, runs a model in the sandbox and scores it', () => {
  const model = join(installed, 'node_modules/@unblind/challenges/top-tagging/baselines/substructure-cut.onnx');
  const Result = z.object({ metrics: z.object({ auc: z.object({ value: z.number() }) }) });
  expect(Result.parse(unblind('evaluate', 'top-tagging', model)).metrics.auc.value).toBeGreaterThan(0.9);
});

test('outside the repository it runs submissions for a platform', async () => {
  const lab = await Lab.open();
  try {
    lab.startCentral();
    const id = await lab.submit(decent());
    const runner = await RemoteRunner.start(lab, { bin: join(installed, 'bin/unblind.js'), args: ['--max-idle', '20'] });
    await lab.waitFor(id, 'scored', 100);
    await runner.stop('SIGTERM');
    expect((await lab.result(id)).metrics.length).toBeGreaterThan(0);
  } finally {
    await lab.close();
  }
});
