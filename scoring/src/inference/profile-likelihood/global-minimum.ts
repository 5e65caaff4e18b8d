import { ScoringRefusal } from '../../refusal';
import type { Likelihood } from './likelihood';
import { minimise, orNull, type Minimum } from './minimise';
import { valleysAlong } from './valleys-along';

/** Standard deviations by which each nuisance that changes shapes is moved for a further start, up and down. */
const startAt = 2;
/** How many minima are scanned; random models with shapes of 15 % have at most eight. */
const mostScans = 12;
/** Minima whose nuisances agree so well are the same; the best mu for given nuisances is unique, because the expectation is linear in it. */
const same = 1e-4;

interface Starts {
  readonly starts: readonly Float64Array[];
  readonly free: readonly number[];
}

/**
 * The minima of the loss, the lowest first. There are several because the factor of a shape need not be monotonic, and Newton's steps may jump
 * over a narrow one. So they are looked for from the start, with each shape nuisance moved up and down, and then from each minimum found, the
 * lowest first, along each shape nuisance (`valleysAlong`), until that shows no further one. Yields scale all bins alike, and have no minima of
 * their own.
 *
 * @throws ScoringRefusal `value-invalid` if no start converges
 */
export function findMinima(
  likelihood: Likelihood,
  counts: ArrayLike<number>,
  { start, free }: { start: Float64Array; free: readonly number[] },
): Minimum[] {
  const shapes = free.filter((k) => likelihood.changesShape(k));
  const minima = minimaFrom(likelihood, counts, { starts: startsOf(start, shapes), free });
  const scanned = new Set<Minimum>();
  for (let next = minima[0]; next && scanned.size < mostScans; next = minima.find((minimum) => !scanned.has(minimum))) {
    scanned.add(next);
    const valleys = shapes.flatMap((along) => valleysAlong(likelihood, counts, { from: next, along, free, highest: minima[0]!.loss }));
    for (const valley of valleys) {
      const minimum = orNull(() => minimise(likelihood, counts, valley, { free }));
      if (minimum) insert(minima, minimum);
    }
  }
  return minima;
}

/** The lowest of the minima that the starts lead to. @throws ScoringRefusal `value-invalid` if none converges */
export function lowestMinimum(likelihood: Likelihood, counts: ArrayLike<number>, search: Starts): Minimum {
  return minimaFrom(likelihood, counts, search)[0]!;
}

/**
 * The different minima that the starts lead to, the lowest first. If Newton's method converges from none of them, all are tried again with
 * damped steps.
 */
function minimaFrom(likelihood: Likelihood, counts: ArrayLike<number>, { starts, free }: Starts): Minimum[] {
  const minima: Minimum[] = [];
  let refusal: unknown;
  for (const damped of [false, true]) {
    for (const start of starts) {
      try {
        insert(minima, minimise(likelihood, counts, start, { free, damped }));
      } catch (error) {
        if (!(error instanceof ScoringRefusal)) throw error;
        refusal = error;
      }
    }
    if (minima.length > 0) return minima;
  }
  throw refusal;
}

function startsOf(start: Float64Array, shapes: readonly number[]): Float64Array[] {
  const moved = shapes.flatMap((k) => [startAt, -startAt].map((by) => start.map((value, i) => (i === k ? by : value))));
  return [start, ...moved];
}

/** Inserts a minimum in the order of their loss, unless it is there already. */
function insert(minima: Minimum[], minimum: Minimum): void {
  const agrees = ({ parameters }: Minimum) => parameters.every((value, k) => k === 0 || Math.abs(value - minimum.parameters[k]!) < same);
  if (minima.some(agrees)) return;
  const place = minima.findIndex(({ loss }) => loss > minimum.loss);
  minima.splice(place < 0 ? minima.length : place, 0, minimum);
}
