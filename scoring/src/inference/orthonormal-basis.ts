import { ScoringRefusal } from '../refusal';

/** Vectors that span the same space as the given columns and are orthonormal under the weights. */
export interface OrthonormalBasis {
  readonly vectors: readonly Float64Array[];
  /** Converts coefficients of the vectors into coefficients of the columns. */
  readonly toParameters: (coefficients: Float64Array) => Float64Array;
}

/**
 * Gram-Schmidt process, applied twice to each vector so that it is orthogonal up to rounding.
 *
 * @param weights per bin; bins of weight 0 do not enter the scalar products, but the vectors have values there
 * @throws ScoringRefusal `value-invalid` when a column is a combination of those before it
 */
export function orthonormalBasis(columns: readonly Float64Array[], weights: Float64Array): OrthonormalBasis {
  const product = (a: Float64Array, b: Float64Array) => {
    let sum = 0;
    for (let bin = 0; bin < weights.length; bin++) sum += weights[bin]! * a[bin]! * b[bin]!;
    return sum;
  };
  const vectors: Float64Array[] = [];
  // column_j = sum_{k <= j} triangle[j][k] vector_k
  const triangle = columns.map((column, j) => {
    const row = new Float64Array(columns.length);
    const rest = column.slice();
    for (let pass = 0; pass < 2; pass++) {
      vectors.forEach((vector, k) => {
        const part = product(rest, vector);
        row[k]! += part;
        for (let bin = 0; bin < rest.length; bin++) rest[bin]! -= part * vector[bin]!;
      });
    }
    const norm = Math.sqrt(product(rest, rest));
    if (!(norm > 1e-10 * Math.sqrt(product(column, column)))) {
      throw new ScoringRefusal('value-invalid', `Column ${j} of the fit is a combination of the columns before it on the fitted bins.`, j);
    }
    row[j] = norm;
    vectors.push(rest.map((value) => value / norm));
    return row;
  });
  const toParameters = (coefficients: Float64Array) => {
    const parameters = Float64Array.from(coefficients);
    for (let k = parameters.length - 1; k >= 0; k--) {
      for (let j = k + 1; j < parameters.length; j++) parameters[k]! -= triangle[j]![k]! * parameters[j]!;
      parameters[k]! /= triangle[k]![k]!;
    }
    return parameters;
  };
  return { vectors, toParameters };
}
