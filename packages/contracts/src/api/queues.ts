import { z } from 'zod';
import { ModelStep, RunKind } from '../runner/protocol';

/** From the tenth to the ninetieth percentile of what was measured. */
export const SecondsRange = z.object({ low: z.number().nonnegative(), high: z.number().nonnegative() });
export type SecondsRange = z.infer<typeof SecondsRange>;

/** What a runner must be and have to take a step. */
export const QueueNeeds = z.object({
  /** Which runners get the inputs: never, only the platform's own; trusted, also those that an administrator trusts; any. */
  remote: z.enum(['never', 'trusted', 'any']),
  labels: z.array(z.string()),
  /** What its sandbox must run; null: the step reads a file. */
  sandbox: RunKind.nullable(),
  gpu: z.boolean(),
  /** Nothing else may run on its machine. */
  alone: z.boolean(),
});
export type QueueNeeds = z.infer<typeof QueueNeeds>;

/** Where a step waits for a runner. */
export const QueueView = z.object({
  step: ModelStep.exclude(['rerun']),
  needs: QueueNeeds,
  /** The connected runners that can take it. */
  runners: z.number().int().nonnegative(),
  /** Why none of them does now: what is missing, or what comes first. */
  waitsFor: z.string().nullable(),
  /** Steps before it that those runners could take. Those of blinded phases are left out: they would show when others end. */
  ahead: z.number().int().nonnegative(),
  /** Until a runner takes it, from recent steps; null where something that comes first was never measured. */
  seconds: SecondsRange.nullable(),
});
export type QueueView = z.infer<typeof QueueView>;
