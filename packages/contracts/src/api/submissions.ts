import { z } from 'zod';
import { EvaluationState } from '../evaluation-states';
import { FaultDetail } from '../faults';
import { FormValues } from '../form';
import { ContractBinding, Inspection } from '../inspection';
import { JobProgress } from '../jobs';
import { SubmissionKind } from '../manifest';
import { MetricPart, MetricValue, Plot } from '../metrics';
import { Sha256 } from '../sha256';
import { Line, Paragraphs } from '../text';
import { TimingView } from '../throughput';
import { Participant, Timestamp } from './common';
import { QueueView, SecondsRange } from './queues';
import { RerunView } from './reruns';
import { Withheld } from './withheld';

export const CreateUpload = z.strictObject({
  filename: Line({ max: 200 }),
  bytes: z.number().int().nonnegative(),
  sha256: Sha256,
});
export type CreateUpload = z.infer<typeof CreateUpload>;

/** PUT each part's bytes to its url. Parts already received may be skipped. Asking again for the same file resumes the upload. */
export const UploadView = z.object({
  id: z.uuid(),
  state: z.enum(['open', 'complete', 'aborted']),
  filename: z.string(),
  bytes: z.number(),
  sha256: z.string(),
  partBytes: z.number(),
  parts: z.array(z.object({ number: z.number().int(), offset: z.number(), bytes: z.number(), received: z.boolean(), url: z.string() })),
  expiresAt: Timestamp,
});
export type UploadView = z.infer<typeof UploadView>;

export const CreateSubmission = z.strictObject({
  phase: z.string(),
  kind: SubmissionKind,
  method: Line({ max: 80, missing: 'a name for the method' }),
  notes: Paragraphs({ max: 4000 }).default(''),
  /** Several when one method was trained with several seeds; none for an answer. */
  uploads: z.array(z.uuid()).max(16),
  /** The answer, or the parameters of the method. */
  form: FormValues.default({}),
  /** Organisers only: shown as a baseline, and not ranked as a participant. */
  baseline: z.boolean().default(false),
});
export type CreateSubmission = z.infer<typeof CreateSubmission>;

export const EvaluationSummary = z.object({
  id: z.uuid(),
  number: z.number().int(),
  state: EvaluationState,
  progress: JobProgress.nullable(),
  fault: FaultDetail.nullable(),
  createdAt: Timestamp,
  /** null while withheld. */
  updatedAt: Timestamp.nullable(),
  finishedAt: Timestamp.nullable(),
  /** The fields that are empty because this caller may not see them now. Whole lists, such as `events`, are cut short. */
  withheld: z.array(Withheld),
});
export type EvaluationSummary = z.infer<typeof EvaluationSummary>;

export const SubmissionView = z.object({
  id: z.uuid(),
  challenge: z.string(),
  phase: z.string(),
  kind: SubmissionKind,
  method: z.string(),
  notes: z.string(),
  baseline: z.boolean(),
  participant: Participant,
  /** `removedAt`: when the file was deleted. Its results are kept. */
  files: z.array(z.object({ filename: z.string(), bytes: z.number(), sha256: z.string(), removedAt: Timestamp.nullable() })),
  form: FormValues,
  createdAt: Timestamp,
  /** The newest evaluation. */
  evaluation: EvaluationSummary,
  /** On the phase's first board; null if the board shows none. */
  score: MetricValue.nullable(),
  withheld: z.array(Withheld),
});
export type SubmissionView = z.infer<typeof SubmissionView>;

/** `log`: what a container printed on the public sample. */
export const EvaluationEventView = z.object({ state: EvaluationState, message: z.string(), at: Timestamp, log: z.string().optional() });
export type EvaluationEventView = z.infer<typeof EvaluationEventView>;

/** What one board shows of an evaluation. */
export const EvaluationBoard = z.object({
  board: z.string(),
  /** As in the board's row; null if the board shows none. */
  score: MetricValue.nullable(),
  /** Why there is no score, and when one would appear. */
  reason: z.string().nullable(),
});
export type EvaluationBoard = z.infer<typeof EvaluationBoard>;

export const EvaluationView = EvaluationSummary.extend({
  submissionId: z.uuid(),
  phase: z.string(),
  /** null while withheld. */
  attempts: z.number().int().nullable(),
  runner: z.string().nullable(),
  /** Where its inspection, its run or its timing waits for a runner; null when none of them does. */
  queue: QueueView.nullable(),
  /** Until its present step has ended: from its progress, else from recent steps; null where nothing was measured. */
  secondsLeft: SecondsRange.nullable(),
  /** Ran without the sandbox, because the operator switched it off explicitly. */
  unsafe: z.boolean(),
  inspection: Inspection.nullable(),
  binding: ContractBinding.nullable(),
  /**
   * On a divided split, while the truth is in use: without those of the ranking part, and those of the diagnostic part with two
   * significant digits of their error.
   */
  metrics: z.array(MetricValue.extend({ variation: z.string(), part: MetricPart })),
  /** What the boards of its phase show of it, once it is scored. */
  boards: z.array(EvaluationBoard),
  plots: z.array(Plot),
  provenance: z.record(z.string(), z.unknown()).nullable(),
  /** null when the challenge times nothing. */
  timing: TimingView.nullable(),
  /** For organisers alone: that the platform repeated the run of a remote runner. */
  rerun: RerunView.nullable(),
  events: z.array(EvaluationEventView),
});
export type EvaluationView = z.infer<typeof EvaluationView>;
