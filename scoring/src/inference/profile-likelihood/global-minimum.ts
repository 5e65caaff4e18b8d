import { ScoringRefusal } from '../../refusal';
import type { Likelihood } from './likelihood';
import { minimise, type Minimum } from './minimise';

/** Standard deviations by which each nuisance that changes shapes is moved for a further start, up and down. */
const startAt = 2;

/**
 * Where a minimum is looked for: at the start, and with each nuisance that changes shapes moved up and down. Yields scale all bins alike, and
 * have no minima of their own.
 */
export function startsOf(likelihood: Likelihood, start: Float64Array, free: readonly number[]): Float64Array[] {
  const shapes = free.filter((k) => likelihood.changesShape(k));
  const moved = shapes.flatMap((k) => [startAt, -startAt].map((by) => start.map((value, i) => (i === k ? by : value))));
  return [start, ...moved];
}

interface Search {
  readonly starts: readonly Float64Array[];
  readonly free: readonly number[];
  readonly lowest?: number;
}

/**
 * The lowest minimum found from several starts. A start from which Newton's method does not converge is tried again with damped steps, and left
 * out if that fails too.
 *
 * @param lowest of the first parameter: minima below it do not count
 * @throws ScoringRefusal `value-invalid` if it converges from none
 */
export function lowestMinimum(likelihood: Likelihood, counts: ArrayLike<number>, { starts, free, lowest = -Infinity }: Search): Minimum {
  let best: Minimum | null = null;
  let refusal: ScoringRefusal | null = null;
  for (const damped of [false, true]) {
    for (const start of starts) {
      try {
        const found = minimise(likelihood, counts, start, { free, damped });
        if (found.parameters[0]! >= lowest && (best === null || found.loss < best.loss)) best = found;
      } catch (error) {
        if (!(error instanceof ScoringRefusal)) throw error;
        refusal = error;
      }
    }
    if (best !== null) return best;
  }
  throw refusal ?? new ScoringRefusal('value-invalid', 'The fit has its minimum at a lower signal strength.');
}
