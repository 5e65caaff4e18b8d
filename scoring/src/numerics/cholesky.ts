/** L with L L^T = matrix, row-major, lower triangle. NaN where the matrix is not positive definite. */
export interface Cholesky {
  readonly lower: Float64Array;
  readonly size: number;
}

export function choleskyDecompose(matrix: Float64Array, size: number): Cholesky {
  const lower = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = matrix[i * size + j]!;
      for (let k = 0; k < j; k++) rest -= lower[i * size + k]! * lower[j * size + k]!;
      lower[i * size + j] = i === j ? Math.sqrt(rest) : rest / lower[j * size + j]!;
    }
  }
  return { lower, size };
}

/** x with L L^T x = right. */
export function choleskySolve({ lower, size }: Cholesky, right: ArrayLike<number>): Float64Array {
  const x = Float64Array.from(right);
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) x[i]! -= lower[i * size + k]! * x[k]!;
    x[i]! /= lower[i * size + i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) x[i]! -= lower[k * size + i]! * x[k]!;
    x[i]! /= lower[i * size + i]!;
  }
  return x;
}

export function choleskyInverse(decomposed: Cholesky): Float64Array {
  const { size } = decomposed;
  const inverse = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    const unit = Float64Array.from({ length: size }, (_, k) => (k === i ? 1 : 0));
    inverse.set(choleskySolve(decomposed, unit), i * size);
  }
  return inverse;
}
