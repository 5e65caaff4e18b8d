import { type RandomSource, namedStream } from '@unblind/random';
import { checkSameSpace, checkSamples, type Samples } from './samples';

/**
 * Unbiased estimate of the squared maximum mean discrepancy with the polynomial kernel (x.y / dimension + 1)^4. Around 0
 * for samples of one distribution, so that it may be negative. O(n m dimension) time, no matrix is stored.
 *
 * @throws ScoringRefusal `empty` (fewer than two points), `length-mismatch`, `not-finite`
 */
export function maximumMeanDiscrepancy(x: Samples, y: Samples): number {
  checkSameSpace(x, y);
  const n = checkSamples(x, 2);
  const m = checkSamples(y, 2);
  return withinMean(x, n) + withinMean(y, m) - 2 * betweenMean(x, y, n, m);
}

/**
 * Kernel physics distance (arXiv:2211.10295): the median of the estimate over batches drawn from both samples.
 *
 * @param batchSize points per batch, at most the size of the smaller sample
 */
export function kernelPhysicsDistance(x: Samples, y: Samples, { batches = 10, batchSize = 5000, seed = 'kernel' } = {}): number {
  const stream = namedStream(seed);
  const size = Math.min(batchSize, checkSamples(x, 2), checkSamples(y, 2));
  const estimates = Float64Array.from({ length: batches }, () =>
    maximumMeanDiscrepancy(draw(x, size, stream), draw(y, size, stream)),
  ).sort();
  return (estimates[(batches - 1) >>> 1]! + estimates[batches >>> 1]!) / 2;
}

/** Draws rows with replacement. */
function draw({ values, dimension }: Samples, count: number, stream: RandomSource): Samples {
  const rows = values.length / dimension;
  const drawn = new Float64Array(count * dimension);
  for (let i = 0; i < count; i++) {
    const start = stream.integer(rows) * dimension;
    drawn.set(values.subarray(start, start + dimension), i * dimension);
  }
  return { values: drawn, dimension };
}

function kernel(a: Samples, i: number, b: Samples, j: number): number {
  const { dimension } = a;
  let dot = 0;
  for (let k = 0; k < dimension; k++) dot += a.values[i * dimension + k]! * b.values[j * dimension + k]!;
  const base = dot / dimension + 1;
  return base * base * base * base;
}

function withinMean(x: Samples, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) {
    let row = 0;
    for (let j = 0; j < i; j++) row += kernel(x, i, x, j);
    sum += row;
  }
  return (2 * sum) / (n * (n - 1));
}

function betweenMean(x: Samples, y: Samples, n: number, m: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) {
    let row = 0;
    for (let j = 0; j < m; j++) row += kernel(x, i, y, j);
    sum += row;
  }
  return sum / (n * m);
}
