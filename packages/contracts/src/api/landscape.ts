import { z } from 'zod';
import { Participant } from './common';
import { keysOf } from '../keys-of';
import { staticMetrics } from '../kinds';
import { MetricValue } from '../metrics';

/** Cost that can be read from the model file without running it. */
export const staticCosts = keysOf(staticMetrics);

/** A number by which entries are compared. `order` is 'desc' where higher is better, as on boards. */
export const LandscapeAxis = z.object({ name: z.string(), order: z.enum(['asc', 'desc']) });
export type LandscapeAxis = z.infer<typeof LandscapeAxis>;

export const LandscapePoint = z.object({
  submissionId: z.uuid(),
  evaluationId: z.uuid(),
  method: z.string(),
  participant: Participant,
  baseline: z.boolean(),
  unsafe: z.boolean(),
  /** The class of machine on which the entry was timed; null when it was not timed. */
  hardware: z.string().nullable(),
  x: MetricValue,
  y: MetricValue,
  /** On the Pareto front: no other entry is at least as good in both numbers and better in one. */
  onFront: z.boolean(),
  parameters: z.number().nullable(),
  /** Per sample, counted from the shapes of the graph. */
  flops: z.number().nullable(),
  modelBytes: z.number().nullable(),
  /** The measurements of its timing. */
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
  /** The axes that a client may choose from. */
  choices: z.object({ x: z.array(LandscapeAxis), y: z.array(LandscapeAxis) }),
  /** As on boards: times come from one class of machines, ratios from all. */
  hardware: z.object({ classes: z.array(z.string()), shown: z.string().nullable() }),
  points: z.array(LandscapePoint),
  /** How many entries lack one of the two numbers. */
  missing: z.number().int(),
  /** Published results that state both numbers; never part of the Pareto front. */
  published: z.array(z.object({ name: z.string(), source: z.string(), x: z.number(), y: z.number() })),
});
export type LandscapeView = z.infer<typeof LandscapeView>;

export const LandscapeQuery = z.object({
  phase: z.string().optional(),
  /** The cost axis. Default: the throughput ratio where models are timed, otherwise the number of parameters. */
  x: z.string().optional(),
  /** The quality axis. Default: the metric of the first board. */
  y: z.string().optional(),
  hardware: z.string().optional(),
});
export type LandscapeQuery = z.infer<typeof LandscapeQuery>;
