import { z } from 'zod';
import { Participant } from './common';
import { keysOf } from '../keys-of';
import { staticMetrics } from '../kinds';
import { MetricValue } from '../metrics';

/** What a model costs by its file alone. */
export const staticCosts = keysOf(staticMetrics);

/** A number that entries are compared by; `order` as boards have it: 'desc' where more is better. */
export const LandscapeAxis = z.object({ name: z.string(), order: z.enum(['asc', 'desc']) });
export type LandscapeAxis = z.infer<typeof LandscapeAxis>;

export const LandscapePoint = z.object({
  submissionId: z.uuid(),
  evaluationId: z.uuid(),
  method: z.string(),
  participant: Participant,
  baseline: z.boolean(),
  unsafe: z.boolean(),
  /** The class of the machine that it was timed on; null: not timed. */
  hardware: z.string().nullable(),
  x: MetricValue,
  y: MetricValue,
  /** No other entry is at least as good in both and better in one. */
  onFront: z.boolean(),
  parameters: z.number().nullable(),
  /** Per sample, by the shapes of the graph. */
  flops: z.number().nullable(),
  modelBytes: z.number().nullable(),
  /** What its timing measured. */
  measured: z.array(MetricValue),
});
export type LandscapePoint = z.infer<typeof LandscapePoint>;

/** The scored entries of a phase, quality against cost, with the Pareto front. */
export const LandscapeView = z.object({
  challenge: z.string(),
  phase: z.string(),
  simulated: z.boolean(),
  openTruth: z.boolean(),
  blinded: z.boolean(),
  x: LandscapeAxis,
  y: LandscapeAxis,
  /** What can be asked for. */
  choices: z.object({ x: z.array(LandscapeAxis), y: z.array(LandscapeAxis) }),
  /** As on boards: times are of one class of machines, ratios of all. */
  hardware: z.object({ classes: z.array(z.string()), shown: z.string().nullable() }),
  points: z.array(LandscapePoint),
  /** Entries that lack one of the two numbers. */
  missing: z.number().int(),
  /** From papers, where they state both numbers; never on the front. */
  published: z.array(z.object({ name: z.string(), source: z.string(), x: z.number(), y: z.number() })),
});
export type LandscapeView = z.infer<typeof LandscapeView>;

export const LandscapeQuery = z.object({
  phase: z.string().optional(),
  /** The cost; by default the throughput ratio where models are timed, else the parameters. */
  x: z.string().optional(),
  /** The quality; by default what the first board ranks by. */
  y: z.string().optional(),
  hardware: z.string().optional(),
});
export type LandscapeQuery = z.infer<typeof LandscapeQuery>;
