import { z } from 'zod';
import { Timestamp } from './common';

/** How far the predictions of a remote runner and those of the platform's own agree. */
export const RerunFinding = z.object({
  /** Values that were compared one by one: none where all bytes are equal. */
  compared: z.number(),
  /** Those of them that differ by more than machines do. */
  differing: z.number(),
  largest: z.number().nullable(),
  message: z.string(),
});
export type RerunFinding = z.infer<typeof RerunFinding>;

/** unrepeated: the platform has no runner that could repeat it. */
export const RerunState = z.enum(['waiting', 'running', 'agreed', 'disagreed', 'incomparable', 'failed', 'unrepeated']);
export type RerunState = z.infer<typeof RerunState>;

/** A run of a remote runner that the platform repeated. Shown to organisers alone. */
export const RerunView = z.object({
  state: RerunState,
  /** The runner whose run was repeated. */
  checkedRunner: z.string(),
  /** The platform's runner that repeated it. */
  runner: z.string().nullable(),
  finding: RerunFinding.nullable(),
  finishedAt: Timestamp.nullable(),
});
export type RerunView = z.infer<typeof RerunView>;
