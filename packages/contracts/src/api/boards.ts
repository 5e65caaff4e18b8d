import { z } from 'zod';
import { Board, PublishedResult } from '../manifest';
import { MetricValue } from '../metrics';
import { Participant, Timestamp } from './common';

export const BoardRow = z.object({
  /** null: unscored, shown last. */
  rank: z.number().int().nullable(),
  /** The range of ranks that the paired 68 % intervals allow. */
  bestRank: z.number().int().nullable(),
  worstRank: z.number().int().nullable(),
  submissionId: z.uuid(),
  evaluationId: z.uuid(),
  method: z.string(),
  participant: Participant,
  baseline: z.boolean(),
  unsafe: z.boolean(),
  score: MetricValue,
  metrics: z.array(MetricValue),
  parameters: z.number().nullable(),
  flops: z.number().nullable(),
  modelBytes: z.number().nullable(),
  /** The class of machine on which the entry was timed; null when it was not timed. */
  hardware: z.string().nullable(),
  /** How many submissions this participant has in this phase. */
  entries: z.number().int(),
  submittedAt: Timestamp,
});
export type BoardRow = z.infer<typeof BoardRow>;

export const BoardView = z.object({
  challenge: z.string(),
  phase: z.string(),
  board: Board,
  simulated: z.boolean(),
  /** The test truth of the data set is public: a program should say so where it shows the rows. */
  openTruth: z.boolean(),
  /** The rows are hidden until the organiser unblinds. */
  blinded: z.boolean(),
  rows: z.array(BoardRow),
  /** For timed boards: the classes of machines with entries, most entries first, and the class shown (null: all together). */
  hardware: z.object({ classes: z.array(z.string()), shown: z.string().nullable() }),
  total: z.number().int(),
  nextCursor: z.string().nullable(),
  published: z.array(PublishedResult),
  updatedAt: Timestamp.nullable(),
});
export type BoardView = z.infer<typeof BoardView>;

/** best: each participant's best entry. all: every scored entry. */
export const BoardQuery = z.object({
  phase: z.string().optional(),
  show: z.enum(['best', 'all']).default('best'),
  /** One class of machines. A board that ranks by times shows one class at a time, by default the one with the most entries. */
  hardware: z.string().optional(),
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});
export type BoardQuery = z.infer<typeof BoardQuery>;
