import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { listChallenges, loadChallenge } from '@unblind/challenges';
import { GraphBuilder } from '@unblind/onnx-writer';
import { z } from 'zod';

const bin = resolve(__dirname, '../../bin/unblind.js');
const Result = z.object({
  rows: z.number(),
  simulated: z.literal(true),
  deterministic: z.literal(true),
  metrics: z.record(z.string(), z.object({ value: z.number().nullable(), low: z.number().nullable(), high: z.number().nullable() })),
});

let cache: string;
beforeAll(() => (cache = mkdtempSync(join(tmpdir(), 'unblind-cache-'))));
afterAll(() => rmSync(cache, { recursive: true }));

const evaluate = (slug: string, file: string, flags: readonly string[]) =>
  Result.parse(
    JSON.parse(
      execFileSync(process.execPath, [bin, 'evaluate', slug, file, '--json', ...flags], {
        encoding: 'utf8',
        env: { PATH: process.env.PATH, XDG_CACHE_HOME: cache },
        stdio: ['ignore', 'pipe', 'inherit'],
      }),
    ),
  );

test('every baseline of every challenge runs in the sandbox and is scored on the public sample', async () => {
  const ran: string[] = [];
  for (const slug of await listChallenges()) {
    const { manifest, directory } = await loadChallenge(slug);
    expect(manifest.baselines.length).toBeGreaterThanOrEqual(2);
    for (const { name, file, form } of manifest.baselines) {
      const set = Object.entries(form).flatMap(([field, { value }]) => ['--set', `${field}=${value}`]);
      const { metrics } = evaluate(slug, join(directory, file), set);
      const first = metrics[manifest.phases[0]?.metrics?.[0] ?? manifest.scoring.metrics[0] ?? ''];
      expect([slug, name, typeof first?.value]).toEqual([slug, name, 'number']);
      const value = first?.value ?? NaN;
      expect(first?.low ?? -Infinity).toBeLessThanOrEqual(value);
      expect(first?.high ?? Infinity).toBeGreaterThanOrEqual(value);
      ran.push(`${slug}: ${name} ${value.toPrecision(4)}`);
    }
  }
  process.stdout.write(`${ran.join('\n')}\n`);
});

/** Scores relative to the mean mass of the batch, as batch normalisation that was left in training mode gives. */
function batchNormalised(): Uint8Array {
  const graph = new GraphBuilder('batch-normalised');
  const jet = graph.input('jet', 'float32', ['N', 9]);
  const mass = graph.node('Gather', [jet, graph.integers([3])], { axis: 1 });
  const centred = graph.node('Sub', [mass, graph.node('ReduceMean', [mass], { keepdims: 1 })]);
  const score = graph.node('Sigmoid', [graph.node('Mul', [centred, graph.floats(0.1)])]);
  graph.node('Reshape', [score, graph.integers([-1])], {}, { output: 'score' });
  graph.output('score', 'float32', ['N']);
  return graph.toBytes();
}

test('a model whose answers depend on the other rows of their batch is refused here, as by the platform', () => {
  const path = join(cache, 'batch-normalised.onnx');
  writeFileSync(path, batchNormalised());
  const { status, stderr } = spawnSync(process.execPath, [bin, 'evaluate', 'top-tagging', path, '--json'], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, XDG_CACHE_HOME: cache },
  });
  expect(status).not.toBe(0);
  expect(stderr).toContain('the answers for some rows depend on the other rows of their batch');
});
