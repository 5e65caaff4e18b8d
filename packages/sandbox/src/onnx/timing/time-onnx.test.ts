import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { npyOf } from '@unblind/npy';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describeWhere } from '@unblind/testing';
import { CompiledPackage } from '../../../test/compiled-package';
import { hasBubblewrap } from '../../../test/machine';
import { tinyOnnx, type Node } from '../../../test/tiny-onnx';
import { BubblewrapProvider } from '../../bubblewrap/bubblewrap-provider';
import { limitsFor } from '../../profile';
import { UnsafeLocalProvider } from '../../unsafe-local/unsafe-local-provider';
import { hasCudaProvider } from '../execution-providers';
import { sessionOptions } from '../harness/timing/timed-model';
import { runOnnx } from '../run-onnx';
import { timeOnnx } from './time-onnx';
import type { OnnxTiming, OnnxTimingRun, ScenarioTiming, TimedOnnx } from './timing-run';

const folder = mkdtempSync(join(tmpdir(), 'unblind-timing-'));
const [rows, width] = [300, 64];
let compiled: CompiledPackage;
beforeAll(() => {
  chmodSync(folder, 0o755);
  compiled = new CompiledPackage();
  const numbers = Float32Array.from({ length: rows * width }, (_, index) => Math.sin(index));
  writeFileSync(join(folder, 'x.npy'), npyOf(numbers, [rows, width]));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
  compiled.remove();
});

/** Sines of sines: each costs the same, and nothing can be left out. */
function model(steps: number, batch: number | string = 'N'): Extract<TimedOnnx, { kind: 'rows' }> {
  const path = join(folder, `sines-${steps}-${batch}.onnx`);
  const chain = Array.from({ length: steps }, (_, at): Node => ({ op: 'Sin', inputs: [at === 0 ? 'x' : `h${at}`], output: `h${at + 1}` }));
  const bytes = tinyOnnx({
    inputs: [{ name: 'x', type: 'float32', shape: [batch, width] }],
    outputs: [{ name: 'y', type: 'float32', shape: [batch, width] }],
    nodes: [...chain, { op: 'Identity', inputs: [`h${steps}`], output: 'y' }],
  });
  writeFileSync(path, bytes);
  const inputs = [{ name: 'x', path: join(folder, 'x.npy'), dtype: 'float32' as const, rowShape: [width] }];
  return {
    kind: 'rows',
    modelPath: path,
    inputs,
    rows,
    output: { name: 'y', select: 5, width },
    fixedBatch: typeof batch === 'number' ? batch : null,
  };
}

/** The same on sets of rows. */
function onSets(steps: number): TimedOnnx {
  const { modelPath, inputs } = model(steps);
  const lengths = [100, 150, 50];
  return {
    kind: 'sets',
    modelPath,
    inputs: inputs.map(({ name, path, dtype, rowShape }) => ({ name, path, dtype, entryShape: rowShape, lengths, axis: 0 })),
    output: { name: 'y', shape: [null, width], sizes: lengths, integers: false },
  };
}

const limits = limitsFor({ memoryBytes: 1024 ** 3, wallSeconds: 50, cpus: 1 });
const core = 0;
const time = (submission: TimedOnnx, reference: TimedOnnx | null, more: Partial<OnnxTimingRun> = {}): Promise<OnnxTiming> =>
  timeOnnx(new BubblewrapProvider(), {
    submission,
    reference,
    scenarios: ['single-stream', 'offline'],
    batches: [4, 64],
    limits,
    budget: { seconds: 0.4, atMostSeconds: 3, queries: 100 },
    executionProvider: 'cpu',
    cores: [core],
    harness: compiled.harness,
    ...more,
  });

/** How many times faster than the reference. */
function ratio(scenario: ScenarioTiming | undefined): number {
  const ratios = (scenario?.blocks ?? []).flatMap(({ reference, submission }) =>
    [...submission].map((seconds, round) => (reference[round] ?? NaN) / seconds),
  );
  return ratios.sort((a, b) => a - b)[ratios.length >> 1] ?? NaN;
}

describeWhere(hasBubblewrap, 'bubblewrap is not installed', 'a timing', () => {
  it('tells a model of half the cost, and of twice the cost, from the reference', async () => {
    const [half, same, twice] = [await time(model(40), model(80)), await time(model(80), model(80)), await time(model(160), model(80))].map(
      ({ scenarios }) => ratio(scenarios.offline),
    );
    // Expected 2, 1 and 0.5; limits in the middle, since overheads are shared.
    expect(half).toBeGreaterThan(1.4);
    expect(same).toBeGreaterThan(0.7);
    expect(same).toBeLessThan(1.4);
    expect(twice).toBeLessThan(0.7);
  });

  it('keeps that order while another process computes on the same core', async () => {
    const competitor = spawn('taskset', ['--cpu-list', String(core), process.execPath, '-e', 'for (;;);']);
    try {
      expect(ratio((await time(model(40), model(80))).scenarios.offline)).toBeGreaterThan(1.2);
      expect(ratio((await time(model(160), model(80))).scenarios.offline)).toBeLessThan(0.8);
    } finally {
      competitor.kill('SIGKILL');
    }
  });

  it('answers as the scored run did, to queries in another order each time', async () => {
    const { modelPath, inputs, output, fixedBatch } = model(3);
    const scored = await runOnnx(new BubblewrapProvider(), {
      modelPath,
      inputs,
      output,
      fixedBatch,
      rows,
      batch: 64,
      limits,
      harness: compiled.harness,
    });
    const { scores, scenarios, loadSeconds, firstSeconds, memoryBytes, environment } = await time(model(3), null);
    expect(scores.every((score) => !Number.isNaN(score))).toBe(true);
    // Vector lanes and the rest of a batch round differently, by a unit in the last place.
    scores.forEach((score, row) => expect(Math.abs(score - (scored.scores[row] ?? NaN))).toBeLessThan(1e-6));
    expect(scenarios['single-stream']).toMatchObject({ batch: 1, referenceBatch: null });
    expect(scenarios['single-stream']?.latencies.length).toBeGreaterThanOrEqual(100);
    expect(scenarios.offline?.batches.map(({ batch }) => batch).sort()).toEqual([4, 64]);
    expect([loadSeconds, firstSeconds, memoryBytes].every((value) => value !== null && value > 0)).toBe(true);
    expect(environment).toMatchObject({ executionProvider: 'cpu', threads: 1, cores: [core], sandbox: 'bubblewrap' });
  });

  it('takes all numbers of a row where a row has several', async () => {
    const output = { name: 'y', select: null, width, columns: Array.from({ length: width }, (_, column) => `class ${column}`) };
    const { modelPath, inputs, fixedBatch } = model(3);
    const scored = await runOnnx(new BubblewrapProvider(), {
      modelPath,
      inputs,
      output,
      fixedBatch,
      rows,
      batch: 64,
      limits,
      harness: compiled.harness,
    });
    const { scores } = await time({ ...model(3), output }, null, { scenarios: ['offline'] });
    expect([scores.length, scored.scores.length]).toEqual([rows * width, rows * width]);
    scores.forEach((score, at) => expect(Math.abs(score - (scored.scores[at] ?? NaN))).toBeLessThan(1e-6));
  });

  it('pads a graph with a baked-in batch, and asks for whole sets where a query is a set', async () => {
    const fixed = await time(model(3, 8), null, { scenarios: ['offline', 'single-stream'] });
    expect(fixed.scenarios.offline).toMatchObject({ batch: 8 });
    const sets = await time(onSets(3), onSets(3));
    expect(sets.scores.length).toBe(rows * width);
    expect(sets.scores.every((score) => !Number.isNaN(score))).toBe(true);
    expect(sets.scenarios.offline).toBeUndefined();
    const [block] = sets.scenarios['single-stream']?.blocks ?? [];
    expect(block?.reference.length).toBe((block?.submission.length ?? NaN) + 1);
  });

  it('works without a sandbox too, and without a binding to cores', async () => {
    const timing = await timeOnnx(new UnsafeLocalProvider(), {
      submission: model(3),
      reference: model(3),
      scenarios: ['offline'],
      batches: [16],
      limits,
      budget: { seconds: 0.2, atMostSeconds: 1, queries: 1 },
      executionProvider: 'cpu',
      cores: null,
      harness: compiled.harness,
    });
    expect(timing.environment).toMatchObject({ cores: null, sandbox: 'unsafe-local' });
  });

  it('blames the runner, not the model, for a GPU that it has not', async () => {
    if (hasCudaProvider()) return;
    const onGpu = time(model(3), null, { executionProvider: 'cuda', gpu: { devices: [], driver: [], environment: {} } });
    await expect(onGpu).rejects.toMatchObject({ detail: { code: 'sandbox-broken', whose: 'platform' } });
  });

  it('rejects what does not load or run, with the words of the engine', async () => {
    const broken = { ...model(3), modelPath: join(folder, 'x.npy') };
    await expect(time(broken, null)).rejects.toMatchObject({ detail: { code: 'model-load-failed', whose: 'participant' } });
    const wrong = { ...model(3, 8), fixedBatch: null };
    await expect(time(wrong, null)).rejects.toMatchObject({
      detail: { code: 'model-run-failed', got: expect.stringContaining('Expected: 8') },
    });
  });
});

test("on a GPU the outputs are bound to pinned memory, and what the GPU cannot do falls to the CPU; with the CPU's provider the binding changes nothing", async () => {
  expect(sessionOptions(2, 'cuda')).toMatchObject({ executionProviders: ['cuda', 'cpu'], preferredOutputLocation: 'cpu-pinned' });
  const { modelPath } = model(3);
  const bound = { ...sessionOptions(1, 'cuda'), executionProviders: ['cpu'] };
  const answers: unknown[] = [];
  for (const options of [sessionOptions(1, 'cpu'), bound]) {
    const session = await InferenceSession.create(modelPath, options);
    const { y } = await session.run({ x: new Tensor('float32', new Float32Array(2 * width).fill(0.3), [2, width]) });
    answers.push(y?.data);
  }
  expect(answers[0]).toEqual(answers[1]);
});
