import { symmetricEigen } from '../../numerics/symmetric-eigen';
import { checkSameSpace, checkSamples, type Samples } from './samples';

export interface Gaussian {
  readonly mean: Float64Array;
  /** Row-major [dimension, dimension], symmetric. */
  readonly covariance: Float64Array;
}

/**
 * Frechet (Wasserstein-2) distance squared of two Gaussians: |m1 - m2|^2 + Tr(S1 + S2 - 2 (S1^1/2 S2 S1^1/2)^1/2).
 * Degenerate covariances are allowed: negative eigenvalues, which only come from rounding, count as zero.
 */
export function frechetDistance(a: Gaussian, b: Gaussian): number {
  const size = a.mean.length;
  const root = squareRoot(a.covariance, size);
  const inner = symmetrized(product(product(root, b.covariance, size), root, size), size);
  const crossed = symmetricEigen(inner, size).values.reduce((sum, value) => sum + Math.sqrt(Math.max(0, value)), 0);
  const shift = a.mean.reduce((sum, value, i) => sum + (value - b.mean[i]!) ** 2, 0);
  return shift + trace(a.covariance, size) + trace(b.covariance, size) - 2 * crossed;
}

/**
 * Frechet distance of the Gaussians fitted to two samples (the Frechet physics distance of arXiv:2211.10295 without its
 * extrapolation to infinite samples: compare at equal sample sizes only, it is biased upwards).
 *
 * @throws ScoringRefusal `empty` (fewer than two points), `length-mismatch`, `not-finite`
 */
export function frechetSampleDistance(x: Samples, y: Samples): number {
  checkSameSpace(x, y);
  return frechetDistance(fitGaussian(x), fitGaussian(y));
}

/** Mean and unbiased (n - 1) covariance. */
export function fitGaussian(samples: Samples): Gaussian {
  const count = checkSamples(samples, 2);
  const { values, dimension } = samples;
  const mean = new Float64Array(dimension);
  for (let i = 0; i < values.length; i++) mean[i % dimension]! += values[i]! / count;
  const covariance = new Float64Array(dimension * dimension);
  for (let row = 0; row < values.length; row += dimension) {
    for (let i = 0; i < dimension; i++) {
      const deviation = (values[row + i]! - mean[i]!) / (count - 1);
      for (let j = 0; j < dimension; j++) covariance[i * dimension + j]! += deviation * (values[row + j]! - mean[j]!);
    }
  }
  return { mean, covariance };
}

function squareRoot(matrix: Float64Array, size: number): Float64Array {
  const { values, vectors } = symmetricEigen(matrix, size);
  const root = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      for (let k = 0; k < size; k++) {
        root[i * size + j]! += vectors[i * size + k]! * Math.sqrt(Math.max(0, values[k]!)) * vectors[j * size + k]!;
      }
    }
  }
  return root;
}

function product(a: Float64Array, b: Float64Array, size: number): Float64Array {
  const result = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < size; k++) {
      for (let j = 0; j < size; j++) result[i * size + j]! += a[i * size + k]! * b[k * size + j]!;
    }
  }
  return result;
}

function symmetrized(matrix: Float64Array, size: number): Float64Array {
  return matrix.map((value, index) => (value + matrix[(index % size) * size + Math.floor(index / size)]!) / 2);
}

function trace(matrix: Float64Array, size: number): number {
  let sum = 0;
  for (let i = 0; i < size; i++) sum += matrix[i * size + i]!;
  return sum;
}
