import { z } from 'zod';
import { Dtype, Shape } from './tensors';

const Per = z.enum(['row', 'set']).default('row');

/** A named tensor that a challenge offers to models. */
export const View = z.strictObject({
  dtype: Dtype,
  shape: Shape,
  unit: z.string().optional(),
  meaning: z.string().optional(),
  axes: z.array(z.string()).optional(),
  aliases: z.array(z.string()).optional(),
  /** The named derivation that makes this view from the stored ones; absent when the view is stored itself. */
  from: z.string().optional(),
  /**
   * `row`: the first axis is the batch, of any size. `set`: one tensor for each set of rows (a tracking event, a pseudo-experiment),
   * whose free dimensions differ from set to set; a model that takes it runs once for each set.
   */
  per: Per,
});
export type View = z.infer<typeof View>;

export const ViewCatalogue = z.record(z.string(), View);
export type ViewCatalogue = z.infer<typeof ViewCatalogue>;

/** Metrics bear it, as in `rejection:Hbb@0.5`. */
export const ClassName = z.string().regex(/^[\w.+-]+$/, 'a name of letters, digits, _, -, + and dots');

/** One way in which a graph may answer. Any of a challenge's contracts may fit. */
export const OutputContract = z.strictObject({
  name: z.string(),
  shape: Shape,
  /** Which entry of the last axis is the score. */
  select: z.number().int().nonnegative().optional(),
  range: z.tuple([z.number(), z.number()]).optional(),
  per: Per,
  /** What the numbers mean to challenges of this kind: one of the meanings that the catalogue declares for it. */
  as: z.string().optional(),
  /** Of probabilities: the classes of the columns, in their order. Absent: as `scoring.classes` has them. */
  classes: z.array(ClassName).optional(),
});
export type OutputContract = z.infer<typeof OutputContract>;

/** How many numbers a contract for rows has on its last axis; 1 for [N]. */
export function outputWidth({ shape }: Pick<OutputContract, 'shape'>): number {
  const last = shape.length > 1 ? shape.at(-1) : 1;
  return typeof last === 'number' ? last : 1;
}
