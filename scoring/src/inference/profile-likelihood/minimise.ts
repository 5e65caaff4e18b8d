import { choleskyDecompose, choleskySolve } from '../../numerics/cholesky';
import { ScoringRefusal } from '../../refusal';
import type { Likelihood, LikelihoodPoint } from './likelihood';

export interface Minimum extends LikelihoodPoint {
  readonly parameters: Float64Array;
  readonly iterations: number;
  /** Newton's decrement at the minimum, an estimate of twice the distance of ln L from its maximum; at most 1e-16, or 1e-7 if limited by rounding. */
  readonly decrement: number;
}

const maxIterations = 100;
const dampedIterations = 1000;
/** The share of the diagonal that damping adds. */
const damping = 0.3;
const converged = 1e-16;

/**
 * Newton's method with step halving over the free parameters. If the Hessian is not positive definite, the step uses its positive
 * semidefinite part instead. It finds a local minimum; `findMinima` looks for the others.
 *
 * @param start the starting point, which also holds the values of fixed parameters
 * @param damped adds to the diagonal (Levenberg and Marquardt), which makes steps shorter and safer: slower, but where Newton's fail
 * @param enough Newton's decrement at which it ends; by default where rounding ends it
 * @throws ScoringRefusal `value-invalid` if it does not converge, or if a bin with events has no expectation at the start
 */
export function minimise(
  likelihood: Likelihood,
  counts: ArrayLike<number>,
  start: Float64Array,
  { free, damped = false, enough = converged }: { free: readonly number[]; damped?: boolean; enough?: number },
): Minimum {
  let parameters: Float64Array = Float64Array.from(start);
  let point = likelihood.at(parameters, counts);
  if (!Number.isFinite(point.loss)) throw new ScoringRefusal('value-invalid', 'The fit expects no events in a bin that holds some.');
  const most = damped ? dampedIterations : maxIterations;
  for (let iterations = 0; iterations < most; iterations++) {
    const { step, decrement } = newtonStep(likelihood.parameters, point, { free, damped });
    if (decrement <= enough) return { ...point, parameters, iterations, decrement };
    const next = improve({ likelihood, counts, free }, { parameters, point }, step);
    // Close to the minimum, the last bits of the loss are rounding noise.
    if (!next && decrement < 1e-7) return { ...point, parameters, iterations, decrement };
    if (!next) break;
    ({ parameters, point } = next);
  }
  throw new ScoringRefusal('value-invalid', `The fit did not converge in ${most} iterations.`);
}

/** Null if a fit does not converge, or a bin with events has no expectation. */
export function orNull<T>(find: () => T): T | null {
  try {
    return find();
  } catch (error) {
    if (error instanceof ScoringRefusal) return null;
    throw error;
  }
}

function newtonStep(
  size: number,
  point: LikelihoodPoint,
  { free, damped }: { free: readonly number[]; damped: boolean },
): { step: Float64Array; decrement: number } {
  const gradient = Float64Array.from(free, (k) => -point.gradient[k]!);
  for (const matrix of [point.hessian, point.information]) {
    const own = submatrix(matrix, size, free);
    if (damped) for (let k = 0; k < free.length; k++) own[k * (free.length + 1)]! *= 1 + damping;
    const step = choleskySolve(choleskyDecompose(own, free.length), gradient);
    const decrement = step.reduce((sum, value, k) => sum + value * gradient[k]!, 0);
    if (decrement >= 0) return { step, decrement };
  }
  throw new ScoringRefusal('value-invalid', 'The fit has no minimum: the templates do not tell the signal strength.');
}

/** Some rows and columns of a square matrix. */
export function submatrix(matrix: Float64Array, size: number, rows: readonly number[]): Float64Array {
  return Float64Array.from({ length: rows.length ** 2 }, (_, i) => {
    const [row, column] = [rows[Math.floor(i / rows.length)]!, rows[i % rows.length]!];
    return matrix[row * size + column]!;
  });
}

interface Fit {
  likelihood: Likelihood;
  counts: ArrayLike<number>;
  free: readonly number[];
}

interface Place {
  parameters: Float64Array;
  point: LikelihoodPoint;
}

/** The place after the longest halved step that does not raise the loss; null if none does. */
function improve({ likelihood, counts, free }: Fit, { parameters, point: { loss } }: Place, step: Float64Array): Place | null {
  for (let scale = 1; scale > 1e-9; scale /= 2) {
    const moved = Float64Array.from(parameters);
    free.forEach((k, i) => (moved[k]! += scale * step[i]!));
    const point = likelihood.at(moved, counts);
    if (point.loss <= loss + 1e-13 * (1 + Math.abs(loss))) return { parameters: moved, point };
  }
  return null;
}
