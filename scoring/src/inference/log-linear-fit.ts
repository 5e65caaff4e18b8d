import { poissonDeviance } from '../numerics/deviance';
import { regularizedGamma } from '../numerics/incomplete-gamma';
import { choleskyDecompose, choleskyInverse, choleskySolve } from '../numerics/cholesky';
import { ScoringRefusal } from '../refusal';
import { checkCounts } from './check';
import { orthonormalBasis, type OrthonormalBasis } from './orthonormal-basis';

/** A maximum-likelihood fit of ln(mean) = sum_k parameter_k column_k to Poisson counts. */
export interface LogLinearFit {
  /** Coefficients of the columns. */
  readonly parameters: Float64Array;
  /** Fitted mean of every bin, masked ones included. */
  readonly expected: Float64Array;
  /** 2 sum [n ln(n / mean) + mean - n] over the fitted bins. */
  readonly deviance: number;
  /** Pearson's sum (n - mean)^2 / mean over the fitted bins, and its probability. */
  readonly chiSquared: number;
  readonly degreesOfFreedom: number;
  readonly chiSquaredProbability: number;
  readonly iterations: number;
  /** Newton's decrement at the solution, an estimate of twice the distance of ln L from its maximum; at most 1e-12. */
  readonly decrement: number;
  /** The orthonormalised columns and the covariance of their coefficients, for `expectedSum`. */
  readonly basis: OrthonormalBasis;
  readonly covariance: Float64Array;
}

const maxIterations = 100;
const converged = 1e-12;

/**
 * Newton's method with step halving. The log-likelihood is concave with a single maximum, so a converged fit is the solution. The columns
 * are orthonormalised first, so that nearly parallel columns (ln x and ln^2 x) do not lose precision.
 *
 * @param columns one value per bin each
 * @param counts whole numbers per bin
 * @param masked 1 for bins that are left out of the fit
 * @throws ScoringRefusal `value-invalid` for invalid counts, for fewer filled bins than parameters (no maximum), for linearly
 *   dependent columns, and if Newton's method does not converge
 */
export function fitLogLinear(columns: readonly Float64Array[], counts: ArrayLike<number>, masked: Uint8Array): LogLinearFit {
  checkCounts(counts);
  const fitted = Array.from(masked.keys()).filter((bin) => masked[bin] === 0);
  const filled = fitted.filter((bin) => counts[bin]! > 0).length;
  if (filled < columns.length) {
    throw new ScoringRefusal(
      'value-invalid',
      `A fit of ${columns.length} parameters needs at least as many filled bins; only ${filled} bins are filled.`,
    );
  }
  const weights = Float64Array.from(masked, (isMasked, bin) => (isMasked === 1 ? 0 : Math.max(1, counts[bin]!)));
  const basis = orthonormalBasis(columns, weights);
  const problem = { basis, counts, fitted };
  let state = evaluate(problem, startingPoint(basis, counts, weights));
  for (let iterations = 1; iterations <= maxIterations; iterations++) {
    const { step, decrement } = newtonStep(problem, state);
    if (decrement <= converged) return summary(problem, state, iterations, decrement);
    state = improve(problem, state, step);
  }
  throw new ScoringRefusal('value-invalid', `The fit did not converge in ${maxIterations} iterations.`);
}

/** Expected events in some bins, with their uncertainty from the fit, including correlations. */
export function expectedSum(fit: LogLinearFit, bins: readonly number[]): { events: number; uncertainty: number } {
  const { vectors } = fit.basis;
  const size = vectors.length;
  const gradient = vectors.map((vector) => bins.reduce((sum, bin) => sum + fit.expected[bin]! * vector[bin]!, 0));
  let variance = 0;
  for (let k = 0; k < size; k++) for (let l = 0; l < size; l++) variance += gradient[k]! * fit.covariance[k * size + l]! * gradient[l]!;
  return { events: bins.reduce((sum, bin) => sum + fit.expected[bin]!, 0), uncertainty: Math.sqrt(variance) };
}

interface Problem {
  readonly basis: OrthonormalBasis;
  readonly counts: ArrayLike<number>;
  readonly fitted: readonly number[];
}

interface State {
  readonly coefficients: Float64Array;
  readonly expected: Float64Array;
  /** sum [n ln(n / mean) + mean - n]: minus ln L up to a constant, written without large terms that cancel. */
  readonly loss: number;
}

/** Least squares of ln n, weighted by n. */
function startingPoint({ vectors }: OrthonormalBasis, counts: ArrayLike<number>, weights: Float64Array): Float64Array {
  return Float64Array.from(vectors, (vector) =>
    vector.reduce((sum, value, bin) => sum + weights[bin]! * value * Math.log(Math.max(0.5, counts[bin]!)), 0),
  );
}

function evaluate({ basis, counts, fitted }: Problem, coefficients: Float64Array): State {
  const expected = new Float64Array(counts.length);
  for (let k = 0; k < coefficients.length; k++) {
    const vector = basis.vectors[k]!;
    for (let bin = 0; bin < expected.length; bin++) expected[bin]! += coefficients[k]! * vector[bin]!;
  }
  for (let bin = 0; bin < expected.length; bin++) expected[bin] = Math.exp(expected[bin]!);
  const loss = fitted.reduce((sum, bin) => sum + poissonDeviance(counts[bin]!, expected[bin]!), 0);
  return { coefficients, expected, loss };
}

function newtonStep(problem: Problem, state: State): { step: Float64Array; decrement: number } {
  const { basis, counts, fitted } = problem;
  const gradient = Float64Array.from(basis.vectors, (vector) =>
    fitted.reduce((sum, bin) => sum + (counts[bin]! - state.expected[bin]!) * vector[bin]!, 0),
  );
  const step = choleskySolve(choleskyDecompose(information(problem, state), gradient.length), gradient);
  return { step, decrement: step.reduce((sum, value, k) => sum + value * gradient[k]!, 0) };
}

/** Fisher's information of the coefficients. */
function information({ basis: { vectors }, fitted }: Problem, { expected }: State): Float64Array {
  const size = vectors.length;
  const matrix = new Float64Array(size * size);
  for (let k = 0; k < size; k++) {
    for (let l = 0; l <= k; l++) {
      const [a, b] = [vectors[k]!, vectors[l]!];
      let sum = 0;
      for (const bin of fitted) sum += expected[bin]! * a[bin]! * b[bin]!;
      matrix[k * size + l] = sum;
      matrix[l * size + k] = sum;
    }
  }
  return matrix;
}

function improve(problem: Problem, state: State, step: Float64Array): State {
  for (let scale = 1; scale > 1e-9; scale /= 2) {
    const next = evaluate(
      problem,
      state.coefficients.map((value, k) => value + scale * step[k]!),
    );
    // Close to the maximum, the last bits of the loss are rounding noise.
    if (next.loss <= state.loss * (1 + 1e-12)) return next;
  }
  throw new ScoringRefusal('value-invalid', 'The fit did not converge: no step along the gradient raises the likelihood.');
}

function summary(problem: Problem, state: State, iterations: number, decrement: number): LogLinearFit {
  const { basis, counts, fitted } = problem;
  const { expected, coefficients, loss } = state;
  const chiSquared = fitted.reduce((sum, bin) => sum + (counts[bin]! - expected[bin]!) ** 2 / expected[bin]!, 0);
  const degreesOfFreedom = fitted.length - coefficients.length;
  return {
    parameters: basis.toParameters(coefficients),
    expected,
    deviance: 2 * loss,
    chiSquared,
    degreesOfFreedom,
    chiSquaredProbability: degreesOfFreedom > 0 ? regularizedGamma(degreesOfFreedom / 2, chiSquared / 2).upper : NaN,
    iterations,
    decrement,
    basis,
    covariance: choleskyInverse(choleskyDecompose(information(problem, state), coefficients.length)),
  };
}
