import { ScoringRefusal } from '../../refusal';
import { checkSamples } from './samples';

/**
 * Wasserstein-1 (earth mover's) distance of two one-dimensional samples of any sizes: the area between their empirical
 * distribution functions, in the unit of the values. 0 for equal samples.
 *
 * @throws ScoringRefusal `empty`, `not-finite`
 */
export function wassersteinDistance(u: Float64Array, v: Float64Array): number {
  for (const values of [u, v]) checkSamples({ values, dimension: 1 }, 1);
  const a = u.slice().sort();
  const b = v.slice().sort();
  let distance = 0;
  let i = 0;
  let j = 0;
  let previous = Math.min(a[0]!, b[0]!);
  while (i < a.length || j < b.length) {
    const next = j === b.length || (i < a.length && a[i]! <= b[j]!) ? a[i]! : b[j]!;
    distance += Math.abs(i / a.length - j / b.length) * (next - previous);
    while (i < a.length && a[i] === next) i++;
    while (j < b.length && b[j] === next) j++;
    previous = next;
  }
  return distance;
}

/**
 * Mean Wasserstein-1 distance over the features of two samples [n, dimension] (JetNet's W1 of each feature, averaged).
 *
 * @throws ScoringRefusal as above, and `length-mismatch`
 */
export function meanFeatureWasserstein(x: Float64Array, y: Float64Array, dimension: number): number {
  const rows = checkSamples({ values: x, dimension }, 1);
  const otherRows = checkSamples({ values: y, dimension }, 1);
  if (!Number.isInteger(dimension) || dimension < 1) throw new ScoringRefusal('value-invalid', `A dimension of ${dimension} is no space.`);
  let sum = 0;
  for (let feature = 0; feature < dimension; feature++) {
    sum += wassersteinDistance(
      Float64Array.from({ length: rows }, (_, row) => x[row * dimension + feature]!),
      Float64Array.from({ length: otherRows }, (_, row) => y[row * dimension + feature]!),
    );
  }
  return sum / dimension;
}
