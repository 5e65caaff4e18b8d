import { z } from 'zod';
import { Board, PublishedResult } from '../manifest';
import { MetricPart, MetricValue } from '../metrics';
import { Participant, Timestamp, VersionQuery } from './common';

export const BoardRow = z.object({
  /** null: unscored, shown last. */
  rank: z.number().int().nullable(),
  /** The range of ranks that the paired replicates allow: all ranges of a board hold the true ranks at once with a chance of 95 %. */
  bestRank: z.number().int().nullable(),
  worstRank: z.number().int().nullable(),
  submissionId: z.uuid(),
  evaluationId: z.uuid(),
  method: z.string(),
  participant: Participant,
  baseline: z.boolean(),
  unsafe: z.boolean(),
  /** False on a board with a Ladder if this entry's value has not been released: it has no rank, and its order says nothing. */
  released: z.boolean(),
  /** Its values on the ranking and the diagnostic part differ by more than 3 sigma. Never set where nothing was released. */
  disagreement: z.boolean(),
  /** The platform repeated the run of a remote runner, and got other values. Organisers alone are told. */
  contested: z.boolean(),
  /** What the board ranks by. Released by a Ladder: the value on the grid, with its interval rounded outward to the grid. */
  score: MetricValue,
  /** Further metrics. On a divided split those of the diagnostic part, the ranking metric among them, rounded as an evaluation's. */
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
  version: z.number().int(),
  /** When another version took its place; null: it is the one that is shown. */
  archivedAt: Timestamp.nullable(),
  phase: z.string(),
  board: Board,
  simulated: z.boolean(),
  /** The test truth of the data set is public: a program should say so where it shows the rows. */
  openTruth: z.boolean(),
  /** The rows are hidden until the organiser unblinds. */
  blinded: z.boolean(),
  /** The rows of the split that the scores were computed on. */
  part: MetricPart,
  /** How the Ladder releases values, in words; null where every result is shown as it is. */
  feedback: z.string().nullable(),
  /** How many entrants and scored submissions, baselines apart, feed the board; null while it is blinded. */
  fedBy: z.object({ entrants: z.number().int(), submissions: z.number().int() }).nullable(),
  rows: z.array(BoardRow),
  /** For timed boards: the classes of machines with entries, most entries first, and the class shown (null: all together). */
  hardware: z.object({ classes: z.array(z.string()), shown: z.string().nullable() }),
  total: z.number().int(),
  nextCursor: z.string().nullable(),
  published: z.array(PublishedResult),
  updatedAt: Timestamp.nullable(),
});
export type BoardView = z.infer<typeof BoardView>;

/** best: each participant's best entry. all: every scored entry, those that a Ladder has not released last. */
export const BoardQuery = VersionQuery.extend({
  phase: z.string().optional(),
  show: z.enum(['best', 'all']).default('best'),
  /** One class of machines. A board that ranks by times shows one class at a time, by default the one with the most entries. */
  hardware: z.string().optional(),
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});
export type BoardQuery = z.infer<typeof BoardQuery>;
