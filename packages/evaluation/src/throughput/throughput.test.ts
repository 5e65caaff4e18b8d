import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadChallenge } from '@unblind/challenges';
import type { ScoredMetric } from '@unblind/contracts';
import { Throughput } from '@unblind/contracts';
import { UnsafeLocalProvider, type OnnxTiming } from '@unblind/sandbox';
import { throughputScore, timedMetrics } from '@unblind/scoring';
import { encodeNpy } from '@unblind/tensors';
import { inspectSubmission } from '../inspect-submission';
import { runModel } from '../models/run-model';
import { checkAnswers } from './check-answers';
import { timeModel } from './time-model';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'throughput-'));
});
afterAll(() => rm(folder, { recursive: true }));

const block = (model: number, reference: number) => ({
  submission: Float64Array.of(model, model),
  reference: Float64Array.of(reference, reference, reference),
  wall: Float64Array.of(model, model),
});

/** Two blocks in which the submission is 2 and 3 times faster; 1000 latencies from 1 to 2 ms. */
const timing = (scenario: 'offline' | 'single-stream', more: Partial<OnnxTiming> = {}): OnnxTiming => ({
  scenarios: {
    [scenario]: {
      blocks: [block(0.5, 1), block(0.25, 0.75)],
      batch: 1,
      referenceBatch: 1,
      batches: [],
      latencies: Float64Array.from({ length: 1000 }, (_, i) => (1000 + i) / 1e6),
    },
  },
  loadSeconds: 0.1,
  firstSeconds: 0.01,
  memoryBytes: 5e6,
  scores: new Float32Array(0),
  usage: { wallSeconds: 1, cpuSeconds: 1, idleSeconds: 0, peakMemoryBytes: 1 },
  environment: { onnxruntime: '1', executionProvider: 'cpu', threads: 1, cores: [0], node: 'v20', sandbox: 'none' },
  ...more,
});
const options = { kind: 'tagging' as const, seed: 's', replicates: 100, quality: [] };
const named = (metrics: readonly ScoredMetric[]) => Object.fromEntries(metrics.map((metric) => [metric.name, metric]));

/** The interval of two loads with a standard error: times Student's 1.84 for one degree of freedom, to which 100 replicates add 7 %. */
const around = (value: number, error: number) => {
  // closeTo(x, d) allows 10^-d / 2: two standard deviations.
  const near = (bound: number): unknown => expect.closeTo(bound, -Math.log10(2 * 0.14 * 1.84 * error));
  return { low: near(value - 1.84 * error), high: near(value + 1.84 * error) };
};

describe('the numbers of a timing', () => {
  it('are a ratio and a rate with intervals and replicates, so that boards can tell entries apart', () => {
    const metrics = named(timedMetrics(timing('offline'), options));
    expect(metrics['throughput.ratio']).toMatchObject({ value: 2.5, ...around(2.5, 0.5), method: 'block-bootstrap' });
    expect(metrics['throughput.ratio']?.replicates).toHaveLength(100);
    expect(metrics['throughput.rate']).toMatchObject({ value: 3, ...around(3, 1) });
    expect(metrics['load.seconds']).toMatchObject({ value: 0.1, low: null });
    expect(metrics['latency.p50']).toBeUndefined();
  });

  it("are latencies by MLPerf's rule, and none where the queries are too few", () => {
    const metrics = named(timedMetrics(timing('single-stream'), options));
    expect(metrics['latency.p50']?.value).toBeCloseTo(1.4995e-3, 12);
    // t of 1000 queries at p90 and p99 as LoadGen has them: 78 and 3 may lie above.
    expect(metrics['latency.p90']?.value).toBeGreaterThan(1.9e-3);
    expect(metrics['latency.p99']?.value).toBeGreaterThan(1.99e-3);
    expect(metrics['latency.p99']?.note).toContain('1000 queries');
    const few = timing('single-stream');
    const single = few.scenarios['single-stream'];
    if (single) single.latencies = single.latencies.slice(0, 100);
    expect(named(timedMetrics(few, options))['latency.p99']).toMatchObject({ value: null, note: expect.stringContaining('662 for p99') });
  });

  it("are, for tracking, seconds per event and TrackML's throughput score with the accuracy in it", () => {
    const accuracy: ScoredMetric = {
      name: 'trackml_score',
      value: 0.9,
      low: 0.89,
      high: 0.91,
      method: 'block-bootstrap',
      replicates: Float64Array.from({ length: 100 }, (_, i) => 0.88 + i * 4e-4),
    };
    const metrics = named(timedMetrics(timing('single-stream'), { ...options, kind: 'tracking', quality: [accuracy] }));
    expect(metrics.seconds_per_event).toMatchObject({ value: 0.375, ...around(0.375, 0.125) });
    expect(metrics.throughput_score?.value).toBeCloseTo(throughputScore(0.9, 0.375) ?? NaN, 12);
    expect(metrics.throughput_score?.low).toBeLessThan(metrics.throughput_score?.value ?? NaN);
    const tooLow = { ...accuracy, value: 0.41, low: 0.4, high: 0.42, replicates: Float64Array.from({ length: 100 }, () => 0.41) };
    const nothing = named(timedMetrics(timing('single-stream'), { ...options, kind: 'tracking', quality: [tooLow] })).throughput_score;
    expect(nothing).toMatchObject({ value: 0, low: 0, high: 0, note: expect.stringContaining('because the accuracy is below 0.5') });
    const unscored = named(timedMetrics(timing('single-stream'), { ...options, kind: 'tracking' }));
    expect(unscored.throughput_score).toMatchObject({ value: null });
  });
});

describe('the answers to timed queries', () => {
  it('agree with those of the scored run, as far as they were asked', () => {
    expect(checkAnswers(Float32Array.of(0.5, NaN, 0.2001), [0.5, 0.7, 0.2], 'cpu')).toBe(2);
  });

  it('that differ reject the timing, with the first of them', () => {
    const act = () => checkAnswers(Float32Array.of(0.5, 0.7), [0.5, 0.2], 'cpu');
    expect(act).toThrow('model-not-deterministic');
    expect(() => checkAnswers(Float32Array.of(0.5), [0.5, 0.2], 'cpu')).toThrow('model-not-deterministic');
  });
});

test('a submission is timed beside the reference, with the views that each asks for, and answers as it was scored', async () => {
  const { manifest, directory } = await loadChallenge('top-tagging');
  const rows = 40;
  const write = async (name: string, width: number[]) => {
    const size = width.reduce((a, b) => a * b, rows);
    const path = join(folder, `${name}.npy`);
    await writeFile(
      path,
      encodeNpy(
        'float32',
        [rows, ...width],
        Float32Array.from({ length: size }, (_, i) => Math.abs(Math.sin(i)) * 50),
      ),
    );
    return path;
  };
  const views = { constituents: await write('constituents', [200, 4]), jet: await write('jet', [9]) };
  const split = { rows, views, truth: {}, lengths: {} };
  const model = async (name: string) => {
    const modelPath = join(folder, name);
    await copyFile(join(directory, 'baselines', name), modelPath);
    return { modelPath, binding: inspectSubmission(await readFile(modelPath), manifest).binding };
  };
  const [submission, reference] = [await model('substructure-cut.onnx'), await model('deep-sets.onnx')];
  const shared = { provider: new UnsafeLocalProvider(), manifest, split, viewsDirectory: folder, onProgress: () => undefined };
  const budget = { seconds: 0.3, atMostSeconds: 2, queries: 64 };
  const throughput = Throughput.parse({ reference: 'Deep Sets', batches: [8], budget });
  const timed = await timeModel({ ...shared, throughput, submission, reference, executionProvider: 'cpu', cores: null });
  const { output } = await runModel({ ...shared, ...submission });
  expect(checkAnswers(timed.scores, Array.from(output.data, Number), 'cpu')).toBe(rows);
  const metrics = named(timedMetrics(timed, options));
  // A handful of operations on nine numbers, beside a network on eight hundred.
  expect(metrics['throughput.ratio']?.value).toBeGreaterThan(2);
});
