import { z } from 'zod';
import { ContractBinding, Inspection } from '../inspection';
import { Sha256 } from '../sha256';
import { Hardware } from '../throughput';
import { StoredRun } from './predictions';
import { MeasuredTiming } from './timing';

/** How long the models ran on the public sample; null if the challenge has none, or if they wait for a GPU and were checked alone. */
const sampleSeconds = z.number().nonnegative().nullable();

/** A submission that passed its inspection. One that did not is a participant's fault: `fail`. */
export const InspectOutcome = z.discriminatedUnion('accepted', [
  z.object({ accepted: z.literal('models'), inspection: Inspection, binding: ContractBinding, sampleSeconds }),
  z.object({
    accepted: z.literal('image'),
    sampleSeconds,
    image: z.object({ layers: z.number().int(), unpackedBytes: z.number() }).nullable(),
    /** What the container printed on the public sample. */
    log: z.string().max(80 * 1024),
  }),
  z.object({ accepted: z.literal('predictions'), runs: z.array(StoredRun).length(1) }),
]);
export type InspectOutcome = z.infer<typeof InspectOutcome>;

/** A submission that ran, with predictions that are stored. */
export const RunOutcome = z.object({
  runs: z.array(StoredRun).min(1).max(10_000),
  /** Samples over all runs. */
  rows: z.number().int().nonnegative(),
  usage: z.object({
    wallSeconds: z.number().nonnegative(),
    cpuSeconds: z.number().nonnegative(),
    peakMemoryBytes: z.number().nonnegative().nullable(),
  }),
  /** Versions, hardware and settings: what is needed to repeat the run. */
  environment: z.record(z.string(), z.unknown()),
  loadSeconds: z.number().nonnegative().nullable(),
  deterministic: z.boolean(),
});
export type RunOutcome = z.infer<typeof RunOutcome>;

/** A timed model whose answers were those that were scored. */
export const TimeOutcome = z.object({
  timing: MeasuredTiming,
  hardware: Hardware,
  /** Of the reference model. */
  referenceSha256: Sha256,
});
export type TimeOutcome = z.infer<typeof TimeOutcome>;

/** By the step of the lease. */
export const Outcome = z.discriminatedUnion('step', [
  z.object({ step: z.literal('inspect'), outcome: InspectOutcome }),
  z.object({ step: z.literal('run'), outcome: RunOutcome }),
  z.object({ step: z.literal('rerun'), outcome: RunOutcome }),
  z.object({ step: z.literal('time'), outcome: TimeOutcome }),
]);
export type Outcome = z.infer<typeof Outcome>;
