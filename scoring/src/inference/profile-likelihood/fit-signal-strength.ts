import { choleskyDecompose, choleskyInverse } from '../../numerics/cholesky';
import { ScoringRefusal } from '../../refusal';
import { checkCounts } from '../check';
import type { Likelihood } from './likelihood';
import { minimise, submatrix, type Minimum } from './minimise';

export interface SignalStrengthFit {
  readonly muHat: number;
  /** Where minus twice the profiled ln L has risen by 1: a 68 % interval. */
  readonly low: number;
  readonly high: number;
  /** Best values of the nuisances, in standard deviations, and what uncertainty the data leave them. */
  readonly nuisances: Float64Array;
  readonly nuisanceErrors: Float64Array;
  /** mu_hat is at the lowest value allowed: the data would have it below. */
  readonly atBoundary: boolean;
  readonly minimum: Minimum;
}

export interface FitOptions {
  /** mu is sought at and above this; 0 where absent. -Infinity lets it be negative, as long as every bin expects something. */
  lowest?: number;
  /** Nuisances that keep a value, by their index: for impacts. */
  fixed?: ReadonlyMap<number, number>;
}

const maxIterations = 60;

/**
 * Maximum-likelihood estimate of the signal strength mu with its interval from the profiled likelihood.
 *
 * The boundary: where the likelihood rises towards mu below `lowest`, mu_hat is `lowest`, and the interval is what lies above it
 * with a rise of at most 1 against that point. A lower end that would lie below `lowest` is `lowest`. Such intervals cover at least
 * as often as 68 % near the boundary.
 *
 * @param counts events per bin: whole numbers, or an Asimov set's expectations
 * @throws ScoringRefusal for templates without signal, another number of bins, and where the fit does not converge
 */
export function fitSignalStrength(likelihood: Likelihood, counts: ArrayLike<number>, options: FitOptions = {}): SignalStrengthFit {
  if (counts.length !== likelihood.bins)
    throw new ScoringRefusal('length-mismatch', `${counts.length} counts came for ${likelihood.bins} bins.`);
  const { lowest = 0, fixed = new Map<number, number>() } = options;
  const start = new Float64Array(likelihood.parameters);
  start[0] = Math.max(1, lowest);
  fixed.forEach((value, nuisance) => (start[1 + nuisance] = value));
  if (likelihood.signalFree) throw new ScoringRefusal('value-invalid', 'The templates hold no signal: they do not tell its strength.');
  const nuisances = Array.from({ length: likelihood.parameters - 1 }, (_, k) => k + 1).filter((k) => !fixed.has(k - 1));
  const profile = (mu: number, from: Float64Array) => minimise(likelihood, counts, withMu(from, mu), nuisances);
  const edge = Number.isFinite(lowest) ? profileOrNull(profile, lowest, start) : null;
  const atBoundary = edge !== null && edge.gradient[0]! >= 0;
  const minimum = atBoundary ? edge : minimise(likelihood, counts, start, [0, ...nuisances]);
  const errors = errorsOf(minimum, likelihood.parameters, [0, ...nuisances]);
  const cross = (direction: 1 | -1) => crossing(profile, minimum, errors[0]! > 0 ? errors[0]! : 1, direction, lowest);
  return {
    muHat: minimum.parameters[0]!,
    low: atBoundary ? lowest : cross(-1),
    high: cross(1),
    nuisances: minimum.parameters.slice(1),
    nuisanceErrors: errors.slice(1),
    atBoundary,
    minimum,
  };
}

/** Counts of an Asimov set need not be whole; those of data must be. @throws ScoringRefusal naming the bin */
export function fitCounts(likelihood: Likelihood, counts: ArrayLike<number>, options: FitOptions = {}): SignalStrengthFit {
  checkCounts(counts);
  return fitSignalStrength(likelihood, counts, options);
}

function withMu(parameters: Float64Array, mu: number): Float64Array {
  const moved = Float64Array.from(parameters);
  moved[0] = mu;
  return moved;
}

/** Square roots of the diagonal of the inverse Hessian; 0 for what is not free. */
function errorsOf({ hessian, information }: Minimum, size: number, free: readonly number[]): Float64Array {
  const errors = new Float64Array(size);
  for (const matrix of [hessian, information]) {
    const inverse = choleskyInverse(choleskyDecompose(submatrix(matrix, size, free), free.length));
    if (!inverse.every(Number.isFinite)) continue;
    free.forEach((k, i) => (errors[k] = Math.sqrt(inverse[i * free.length + i]!)));
    break;
  }
  return errors;
}

/**
 * mu on one side of the minimum at which q(mu) = 2 (loss(mu) - loss_min), the loss profiled, is 1. Newton's method on sqrt(q),
 * whose slope is dloss/dmu / sqrt(q) since the profiled nuisances are at their minimum; kept inside a bracket.
 */
function crossing(
  profile: (mu: number, from: Float64Array) => Minimum,
  minimum: Minimum,
  guess: number,
  direction: 1 | -1,
  lowest: number,
): number {
  const muHat = minimum.parameters[0]!;
  let inside = muHat;
  let outside: number | null = null;
  let mu = muHat + direction * guess;
  let from = minimum.parameters;
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    if (mu < lowest) mu = lowest;
    const point = profileOrNull(profile, mu, from);
    const rise = point ? Math.sqrt(Math.max(0, 2 * (point.loss - minimum.loss))) : Infinity;
    if (Math.abs(rise - 1) < 1e-7 || (outside !== null && Math.abs(outside - inside) < 1e-9)) return mu;
    if (rise < 1) {
      if (mu === lowest) return lowest;
      inside = mu;
    } else outside = mu;
    const slope = point ? point.gradient[0]! / rise : 0;
    if (point) from = point.parameters;
    mu = next(mu, inside, outside, (1 - rise) / slope, direction * guess);
  }
  throw new ScoringRefusal('value-invalid', 'The interval did not converge: the likelihood does not rise with the signal strength.');
}

/** Newton's proposal where it falls inside the bracket, else its middle; further out where there is no bracket yet. */
function next(mu: number, inside: number, outside: number | null, step: number, guess: number): number {
  const proposal = mu + step;
  if (outside === null) {
    const furthest = inside + 4 * guess;
    const ahead = (proposal - inside) * guess > 0 && Math.abs(proposal - inside) < Math.abs(furthest - inside);
    return ahead ? proposal : furthest;
  }
  const within = (proposal - inside) * (outside - proposal) > 0;
  return within ? proposal : (inside + outside) / 2;
}

/** Null where no bin can expect what is in it: infinitely unlikely. */
function profileOrNull(profile: (mu: number, from: Float64Array) => Minimum, mu: number, from: Float64Array): Minimum | null {
  try {
    return profile(mu, from);
  } catch (error) {
    if (error instanceof ScoringRefusal) return null;
    throw error;
  }
}
