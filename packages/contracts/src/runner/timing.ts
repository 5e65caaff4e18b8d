import { z } from 'zod';
import { ThroughputScenario } from '../throughput';

const Seconds = z.array(z.number().nonnegative());

/**
 * The slices between two loads of the models. Times are seconds per query (row or set): the time of a slice, divided by its calls and
 * their batch size.
 */
export const TimedBlock = z.object({
  /** n + 1 slices around the n slices of the submission; empty without a reference. */
  reference: Seconds,
  submission: Seconds,
  /** The submission's slices, including the time in which other processes used the core. */
  wall: Seconds,
});
export type TimedBlock = z.infer<typeof TimedBlock>;

export const TimedScenario = z.object({
  blocks: z.array(TimedBlock),
  /** Rows per call at the best batch size. */
  batch: z.number(),
  referenceBatch: z.number().nullable(),
  /** The submission's rate at each batch size that was tried. */
  batches: z.array(z.object({ batch: z.number(), samplesPerSecond: z.number() })),
  /** Seconds of each of the submission's calls; single-stream only. */
  latencies: Seconds,
});
export type TimedScenario = z.infer<typeof TimedScenario>;

/** What a timing measured; metrics are computed from it. Times are in seconds. */
export const MeasuredTiming = z.object({
  scenarios: z.partialRecord(ThroughputScenario, TimedScenario),
  loadSeconds: z.number().nonnegative(),
  firstSeconds: z.number().nonnegative(),
  /** Peak memory that the submission added to the process; null if it was not measured. */
  memoryBytes: z.number().nullable(),
});
export type MeasuredTiming = z.infer<typeof MeasuredTiming>;
