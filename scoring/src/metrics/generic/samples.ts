import { ScoringRefusal } from '../../refusal';

/** Points in a feature space, row-major [count, dimension]. */
export interface Samples {
  readonly values: Float32Array | Float64Array;
  readonly dimension: number;
}

/**
 * @returns the number of points
 * @throws ScoringRefusal `length-mismatch` (no whole rows, or two dimensions), `empty` (fewer than `minimum` points),
 *   `not-finite` with the index of the value
 */
export function checkSamples({ values, dimension }: Samples, minimum: number): number {
  const count = values.length / dimension;
  if (!Number.isInteger(count)) {
    throw new ScoringRefusal('length-mismatch', `${values.length} values do not form whole rows of ${dimension}.`);
  }
  if (count < minimum) throw new ScoringRefusal('empty', `At least ${minimum} points are needed; ${count} came.`);
  const index = values.findIndex((value: number) => !Number.isFinite(value));
  if (index < 0) return count;
  throw new ScoringRefusal('not-finite', `Value ${index} (row ${Math.floor(index / dimension)}) is ${values[index]}.`, index);
}

export function checkSameSpace(a: Samples, b: Samples): void {
  if (a.dimension === b.dimension) return;
  throw new ScoringRefusal('length-mismatch', `The samples have ${a.dimension} and ${b.dimension} features.`);
}
