import { choleskyDecompose, choleskyInverse } from '../../numerics/cholesky';
import { ScoringRefusal } from '../../refusal';
import { checkCounts } from './check-counts';
import type { Likelihood } from './likelihood';
import { findMinima, lowestMinimum } from './global-minimum';
import { orNull, submatrix, type Minimum } from './minimise';

export interface SignalStrengthFit {
  readonly muHat: number;
  /** The points where minus twice the profiled ln L has risen by 1: a 68 % interval. */
  readonly low: number;
  readonly high: number;
  /** Best values of the nuisances and their post-fit uncertainties, in standard deviations. */
  readonly nuisances: Float64Array;
  readonly nuisanceErrors: Float64Array;
  /** True if mu_hat is at the lowest allowed value because the data prefer a lower one. */
  readonly atBoundary: boolean;
  readonly minimum: Minimum;
}

export interface FitOptions {
  /** Lowest allowed mu; 0 by default. -Infinity allows negative values as long as the expectation of every bin is positive. */
  lowest?: number;
  /** Fixed values of nuisances by their index, for impacts. */
  fixed?: ReadonlyMap<number, number>;
}

const maxIterations = 60;
const maxAttempts = 4;

/**
 * Maximum-likelihood estimate of the signal strength mu with its interval from the profiled likelihood.
 *
 * If the likelihood has its maximum below `lowest`, mu_hat is `lowest`, and the interval reaches from there to the point where
 * -2 ln L has risen by 1 relative to it. A lower end below `lowest` is replaced by `lowest`. Near the boundary such intervals have a
 * coverage of at least 68 %.
 *
 * @param counts events per bin: whole numbers, or an Asimov set's expectations
 * @throws ScoringRefusal for templates without signal, for a wrong number of bins, and if the fit does not converge
 */
export function fitSignalStrength(likelihood: Likelihood, counts: ArrayLike<number>, options: FitOptions = {}): SignalStrengthFit {
  if (counts.length !== likelihood.bins)
    throw new ScoringRefusal('length-mismatch', `${counts.length} counts came for ${likelihood.bins} bins.`);
  const { lowest = 0, fixed = new Map<number, number>() } = options;
  const start = new Float64Array(likelihood.parameters);
  start[0] = Math.max(1, lowest);
  fixed.forEach((value, nuisance) => (start[1 + nuisance] = value));
  if (likelihood.signalFree)
    throw new ScoringRefusal('value-invalid', 'The templates hold no signal, so the signal strength cannot be fitted.');
  const nuisances = Array.from({ length: likelihood.parameters - 1 }, (_, k) => k + 1).filter((k) => !fixed.has(k - 1));
  const search = () => findMinima(likelihood, counts, { start, free: [0, ...nuisances] });
  const minimaAt = (mu: number) => findMinima(likelihood, counts, { start: withMu(start, mu), free: nuisances });
  const all = Number.isFinite(lowest) ? (orNull(search) ?? []) : search();
  const inside = all.filter(({ parameters }) => parameters[0]! >= lowest);
  // Where the loss at the lowest mu is the lowest of all, it falls further down, to a minimum or to where a bin without events expects none.
  const edgeMatters = Number.isFinite(lowest) && (inside.length === 0 || all[0] !== inside[0] || Array.from(counts).includes(0));
  const atEdge = !edgeMatters ? [] : inside.length === 0 ? minimaAt(lowest) : (orNull(() => minimaAt(lowest)) ?? []);
  const minimum = [...atEdge.slice(0, 1), ...inside].reduce((best, other) => (other.loss < best.loss ? other : best));
  const atBoundary = minimum === atEdge[0];
  const errors = errorsOf(minimum, likelihood.parameters, [0, ...nuisances]);
  const cross = (direction: 1 | -1): number => {
    const steps = { guess: errors[0]! > 0 ? errors[0]! : 1, direction, lowest };
    const starts = [...atEdge, ...inside].filter((other) => other !== minimum).map(({ parameters }) => parameters);
    const profile = (mu: number, from: Float64Array) =>
      lowestMinimum(likelihood, counts, { starts: [from, ...starts].map((each) => withMu(each, mu)), free: nuisances });
    for (let attempt = 1; ; attempt++) {
      const mu = crossing(profile, minimum, steps);
      const there = mu === lowest ? null : orNull(() => minimaAt(mu));
      if (!there || attempt === maxAttempts || 2 * (there[0]!.loss - minimum.loss) > 1 - 1e-5) return mu;
      // The nuisances have a lower minimum there, which the interval has to reach further for.
      starts.push(there[0]!.parameters);
    }
  };
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

/** Like `fitSignalStrength`, but for data, whose counts must be whole numbers. @throws ScoringRefusal that names the bin */
export function fitCounts(likelihood: Likelihood, counts: ArrayLike<number>, options: FitOptions = {}): SignalStrengthFit {
  checkCounts(counts);
  return fitSignalStrength(likelihood, counts, options);
}

function withMu(parameters: Float64Array, mu: number): Float64Array {
  const moved = Float64Array.from(parameters);
  moved[0] = mu;
  return moved;
}

/** Square roots of the diagonal of the inverse Hessian; 0 for fixed parameters. */
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
 * The mu on one side of the minimum at which q(mu) = 2 (loss(mu) - loss_min), with the profiled loss, is 1. Uses Newton's method on
 * sqrt(q), whose slope is dloss/dmu / sqrt(q) because the profiled nuisances are at their minimum, and keeps it inside a bracket.
 */
function crossing(
  profile: (mu: number, from: Float64Array) => Minimum,
  minimum: Minimum,
  { guess, direction, lowest }: { guess: number; direction: 1 | -1; lowest: number },
): number {
  const muHat = minimum.parameters[0]!;
  let inside = muHat;
  let outside: number | null = null;
  let mu = muHat + direction * guess;
  let from = minimum.parameters;
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    if (mu < lowest) mu = lowest;
    const point = orNull(() => profile(mu, from));
    const rise = point ? Math.sqrt(Math.max(0, 2 * (point.loss - minimum.loss))) : Infinity;
    if (Math.abs(rise - 1) < 1e-7 || (outside !== null && Math.abs(outside - inside) < 1e-9)) return mu;
    if (rise < 1) {
      if (mu === lowest) return lowest;
      inside = mu;
    } else outside = mu;
    const slope = point ? point.gradient[0]! / rise : 0;
    if (point) from = point.parameters;
    mu = next(mu + (1 - rise) / slope, { inside, outside }, direction * guess);
  }
  throw new ScoringRefusal('value-invalid', 'The interval did not converge: the likelihood does not rise with the signal strength.');
}

/** Newton's proposal if it lies inside the bracket, else the middle of the bracket. Without a bracket yet, steps outwards. */
function next(proposal: number, { inside, outside }: { inside: number; outside: number | null }, guess: number): number {
  if (outside === null) {
    const furthest = inside + 4 * guess;
    const ahead = (proposal - inside) * guess > 0 && Math.abs(proposal - inside) < Math.abs(furthest - inside);
    return ahead ? proposal : furthest;
  }
  const within = (proposal - inside) * (outside - proposal) > 0;
  return within ? proposal : (inside + outside) / 2;
}
