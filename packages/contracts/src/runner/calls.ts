import { z } from 'zod';
import { FaultDetail } from '../faults';
import { JobProgress } from '../jobs';
import { longestWaitSeconds, ModelStep } from './protocol';

/** How long the answer may wait for work. */
export const LeaseQuery = z.object({ wait: z.coerce.number().min(0).max(longestWaitSeconds).default(0) });
export type LeaseQuery = z.infer<typeof LeaseQuery>;

/** Where the calls about a lease go. */
export const LeasePath = z.object({ evaluationId: z.uuid(), step: ModelStep });
export type LeasePath = z.infer<typeof LeasePath>;

/** With every call about a lease. */
export const LeaseFence = z.object({ fence: z.coerce.number().int().nonnegative() });
export type LeaseFence = z.infer<typeof LeaseFence>;

export const Heartbeat = z.strictObject({ progress: JobProgress.nullable() });
export type Heartbeat = z.infer<typeof Heartbeat>;

/**
 * The step failed. A participant's fault ends the evaluation. The platform's is tried again, and ends it after some attempts; `counts`
 * is false where the attempt shall not be one of them, as when the machine was taken away.
 */
export const FailedStep = z.strictObject({
  fault: FaultDetail,
  counts: z.boolean().default(true),
  /** For the platform's log alone. */
  cause: z.string().max(4000).default(''),
});
export type FailedStep = z.infer<typeof FailedStep>;

/** Gives the lease back, at no cost to the participant. */
export const ReleasedStep = z.strictObject({
  /** What it waits for, shown to the participant; null: the runner stops. */
  waitsFor: z.string().max(200).nullable(),
});
export type ReleasedStep = z.infer<typeof ReleasedStep>;
