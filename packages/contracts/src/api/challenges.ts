import { z } from 'zod';
import { Form } from '../form';
import { ChallengeKind } from '../kinds';
import { Board, Confirmation, Limits, PublishedResult, SubmissionKind, Variation } from '../manifest';
import { SplitName } from '../splits';
import { OutputContract, ViewCatalogue } from '../views';
import { Timestamp } from './common';

export const PhaseView = z.object({
  id: z.string(),
  title: z.string(),
  split: SplitName,
  opensAt: Timestamp,
  closesAt: Timestamp.nullable(),
  status: z.enum(['upcoming', 'open', 'closed']),
  perDay: z.number().nullable(),
  total: z.number().nullable(),
  /** How an account must be confirmed before it submits here. */
  requires: Confirmation,
  blinded: z.boolean(),
  /** When an organiser unblinded it: from then on everything about its results is shown. */
  unblindedAt: Timestamp.nullable(),
  kinds: z.array(SubmissionKind),
  /** The ids of its boards. */
  boards: z.array(z.string()),
  /** The metrics that this phase computes. */
  metrics: z.array(z.string()),
});
export type PhaseView = z.infer<typeof PhaseView>;

export const DataSetView = z.object({
  state: z.enum(['pending', 'preparing', 'ready', 'failed']),
  source: z.string(),
  simulated: z.boolean(),
  /** Everybody can look the test labels up: said wherever its boards are shown. */
  openTruth: z.boolean(),
  progress: z.object({ done: z.number(), total: z.number() }),
});
export type DataSetView = z.infer<typeof DataSetView>;

/** A file that participants may download. */
export const DataFile = z.object({
  split: SplitName,
  name: z.string(),
  bytes: z.number(),
  rows: z.number(),
  /** How many entries its rows have together, where they are sets; otherwise how many rows. */
  entries: z.number(),
  /** A systematic shift's id; null for the nominal data. */
  variation: z.string().nullable(),
  sha256: z.string(),
  url: z.string(),
});
export type DataFile = z.infer<typeof DataFile>;

export const ChallengeSummary = z.object({
  slug: z.string(),
  title: z.string(),
  tagline: z.string(),
  kind: ChallengeKind,
  version: z.number().int(),
  phases: z.array(PhaseView),
  dataSet: DataSetView.nullable(),
  participants: z.number().int(),
  submissions: z.number().int(),
});
export type ChallengeSummary = z.infer<typeof ChallengeSummary>;

/** A version of a challenge. Each has phases, data and boards of its own. */
export const ChallengeVersionView = z.object({
  version: z.number().int(),
  publishedAt: Timestamp,
  /** When another version took its place, which closed its phases; null: it is the one that is shown. */
  archivedAt: Timestamp.nullable(),
});
export type ChallengeVersionView = z.infer<typeof ChallengeVersionView>;

export const ChallengeDetail = ChallengeSummary.extend({
  archivedAt: ChallengeVersionView.shape.archivedAt,
  /** sha256 of everything that decides a score. Dates, quotas, titles and pages do not. */
  definition: z.string(),
  /** All of them, the newest first. */
  versions: z.array(ChallengeVersionView),
  pages: z.object({ overview: z.string(), data: z.string(), evaluation: z.string(), rules: z.string() }),
  citation: z.object({ doi: z.string().optional(), dataset: z.string().optional(), licence: z.string() }),
  views: ViewCatalogue,
  outputs: z.array(OutputContract),
  submissionKinds: z.array(SubmissionKind),
  /** How many ONNX files of one method a submission may hold. */
  maxSeeds: z.number().int(),
  answer: Form.nullable(),
  parameters: Form.nullable(),
  variations: z.array(Variation),
  /** Units: bytes, CPU seconds, seconds, cores. `cpu` is for all runs of a submission together; `wall` is where they are stopped anyway. */
  limits: z.object({
    bytes: z.number(),
    imageBytes: z.number().optional(),
    cpu: z.number(),
    wall: z.number(),
    memory: z.number(),
    cpus: z.number(),
    gpu: Limits.shape.gpu.unwrap(),
  }),
  metrics: z.array(z.string()),
  boards: z.array(Board),
  published: z.array(PublishedResult),
});
export type ChallengeDetail = z.infer<typeof ChallengeDetail>;

/**
 * The submissions of an entrant that count: those that wait or ran. `used` are of today (UTC), `usedTotal` of all days. Not counted are
 * those rejected or cancelled before they ran on the phase's data, and those that failed by the platform's fault.
 */
export const Quota = z.object({
  phase: z.string(),
  perDay: z.number().nullable(),
  used: z.number(),
  total: z.number().nullable(),
  usedTotal: z.number(),
  resetsAt: Timestamp,
});
export type Quota = z.infer<typeof Quota>;
