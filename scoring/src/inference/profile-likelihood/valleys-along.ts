import type { Likelihood } from './likelihood';
import { minimise, orNull, type Minimum } from './minimise';

/**
 * Standard deviations between two points of a scan. The factor of a shape is a polynomial of degree six between -1 and 1 and a plain exponential
 * outside, so that its loss has no hill or valley much narrower.
 */
const step = 0.25;
/** Newton's decrement at which a point of a scan is good enough: its slope has to tell hills of 0.001 in the loss. */
const enough = 1e-4;

interface Scan {
  readonly from: Minimum;
  /** The nuisance that is scanned. */
  readonly along: number;
  readonly free: readonly number[];
  /** Loss of the lowest minimum known. */
  readonly highest: number;
}

/**
 * The lowest points of the valleys that a walk from a minimum along one nuisance, up and down, comes through, with the other free parameters at
 * their best. It ends where the constraint of the nuisance alone costs more than the lowest minimum's whole loss.
 */
export function valleysAlong(likelihood: Likelihood, counts: ArrayLike<number>, { from, along, free, highest }: Scan): Float64Array[] {
  const others = free.filter((k) => k !== along);
  const valleys: Float64Array[] = [];
  for (const direction of [1, -1]) {
    let here: Pick<Minimum, 'parameters' | 'loss'> = from;
    let falls = false;
    for (;;) {
      const moved = Float64Array.from(here.parameters);
      moved[along]! += direction * step;
      if (moved[along]! ** 2 / 2 > highest && moved[along]! * direction > 0) break;
      const there = orNull(() => minimise(likelihood, counts, moved, { free: others, enough }));
      if (there === null) break;
      const stillFalls = direction * there.gradient[along]! < 0 || there.loss < here.loss;
      if (falls && !stillFalls) valleys.push(here.parameters);
      falls = stillFalls;
      here = there;
    }
    if (falls) valleys.push(here.parameters);
  }
  return valleys;
}
