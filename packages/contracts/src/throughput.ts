import { z } from 'zod';
import { FaultDetail } from './faults';
import { ChallengeKind, declarationOf } from './kinds';

/** MLPerf's names: one query after another, or all at once in batches. */
export const ThroughputScenario = z.enum(['single-stream', 'offline']);
export type ThroughputScenario = z.infer<typeof ThroughputScenario>;

/** A scenario lasts `seconds`. Single-stream goes on, up to `atMostSeconds`, until it has `queries`. */
export const ThroughputBudget = z.strictObject({
  seconds: z.number().positive().default(10),
  atMostSeconds: z.number().positive().default(60),
  /** MLPerf's early stopping needs 64 for p90 and 662 for p99. */
  queries: z.number().int().positive().default(1024),
});
export type ThroughputBudget = z.infer<typeof ThroughputBudget>;

export const Throughput = z.strictObject({
  scenarios: z.array(ThroughputScenario).min(1).default(['single-stream', 'offline']),
  /** Batch sizes of the offline scenario; the best one counts. */
  batches: z.array(z.number().int().positive()).min(1).default([1, 16, 64, 256]),
  /** The name of the baseline to which every submission is compared within the same job. */
  reference: z.string(),
  /** The number of CPU cores to which a model is bound. */
  cores: z.number().int().positive().default(1),
  budget: ThroughputBudget.prefault({}),
});
export type Throughput = z.infer<typeof Throughput>;

/** Ratios to the reference model, the only timings that compare across machines. */
export const ratioMetrics: readonly string[] = timedAs('ratio');
const absoluteMetrics = timedAs('absolute');

function timedAs(timed: 'ratio' | 'absolute'): string[] {
  const all = ChallengeKind.options.flatMap((kind) => Object.entries(declarationOf(kind).timed));
  return [...new Set(all.filter(([, metric]) => metric.timed === timed).map(([name]) => name))];
}

/** The timed metrics of a challenge of a kind. */
export function timedMetricsOf(kind: ChallengeKind): string[] {
  return Object.keys(declarationOf(kind).timed);
}

/** Whether results of different machines must not be ranked together by it. */
export function isBoundToMachine(metric: string): boolean {
  return absoluteMetrics.includes(metric);
}

/** The machine that a timing was made on, and what ran there. */
export const Hardware = z.object({
  /** What boards filter by: see `hardwareClass`. Of earlier versions: the CPU with its cores in use, or the GPU, and no more. */
  class: z.string(),
  cpu: z.string(),
  coresUsed: z.number().int(),
  cores: z.number().int(),
  memoryBytes: z.number(),
  gpu: z
    .object({
      name: z.string(),
      /** The profile of the part of the GPU that was used; null: all of it. */
      mig: z.string().nullable().default(null),
      driver: z.string(),
      memoryBytes: z.number(),
    })
    .nullable(),
  onnxruntime: z.string(),
  executionProvider: z.string(),
  precision: z.string(),
  sandbox: z.string(),
  node: z.string(),
});
export type Hardware = z.infer<typeof Hardware>;

/** Times compare within one class: the exact model, the part of it that is used, and the software that sets its speed. */
export function hardwareClass({ cpu, coresUsed, gpu, onnxruntime }: Omit<Hardware, 'class'>): string {
  const runtime = `ONNX Runtime ${onnxruntime}`;
  if (gpu) return `${gpu.name}${gpu.mig === null ? '' : ` MIG ${gpu.mig}`}, driver ${gpu.driver}, ${runtime}`;
  return `${cpu}, ${coresUsed} ${coresUsed === 1 ? 'core' : 'cores'}, ${runtime}`;
}

export const TimingState = z.enum(['waiting', 'running', 'done', 'failed']);
export type TimingState = z.infer<typeof TimingState>;

/** How a timing went, beside its metrics. */
export const TimingView = z.object({
  state: TimingState,
  /** Why it has not begun. */
  waitingFor: z.string().nullable(),
  hardware: Hardware.nullable(),
  budget: ThroughputBudget.nullable(),
  /** The baseline that it was held against, and the sha256 of its file. */
  reference: z.object({ name: z.string(), sha256: z.string() }).nullable(),
  scenarios: z.array(
    z.object({
      scenario: ThroughputScenario,
      batch: z.number(),
      referenceBatch: z.number().nullable(),
      rounds: z.number(),
      queries: z.number().nullable(),
      batches: z.array(z.object({ batch: z.number(), samplesPerSecond: z.number() })),
    }),
  ),
  fault: FaultDetail.nullable(),
});
export type TimingView = z.infer<typeof TimingView>;
