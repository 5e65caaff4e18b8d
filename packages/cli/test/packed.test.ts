import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeNpy } from '@unblind/tensors';
import { z } from 'zod';
import { Lab } from '../../../apps/runner/test/lab';
import { decent } from '../../../apps/runner/test/models';
import { RemoteRunner } from '../../../apps/runner/test/remote-runner';
import { folderOf, installPacked } from './packed-cli';

let stranger: string;
let installed: string;
let files: string[];
let outside: [string, string][];

beforeAll(() => {
  stranger = mkdtempSync(join(tmpdir(), 'unblind-stranger-'));
  // Its runner is another user's.
  chmodSync(stranger, 0o755);
  ({ installed, files, outside } = installPacked(stranger));
});
afterAll(() => rmSync(stranger, { recursive: true }));

const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

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
