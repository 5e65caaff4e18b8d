import { totals, type RocCounts } from './roc';

/** Which class is held at a rate; what is measured is the rate of the other one there. */
export type HeldClass = keyof RocCounts;

/**
 * The rate of one class where the other has a given rate, in bootstrap replicates, at the cut of the sample itself. A replicate has more or
 * less of both classes there than the sample; more of the held class is turned into the other by the slope of the curve, on logarithmic axes. If
 * each replicate had its own cut, the roughness of its curve would spread them too far: with 20 events that pass by 8 %, and more in
 * differences, from which what is common to two cuts would not cancel.
 *
 * The slope must have little noise, which would be a spread of its own. Where the measured class has 10 events at a third of the odds of `rate`, it
 * is that of the logarithms from there to three times the odds, between which curves bend little; else that of the curve itself, which few
 * events suffice for, from half of `rate` to one and a half.
 *
 * Source: Bahadur, "A note on quantiles in large samples", Annals of Mathematical Statistics 37, 577 (1966)
 * @param nominal the curve with unit weights
 * @param rateAt the interpolated rate of the other class
 * @returns the rate, at most 1, of a curve with other weights at the same points
 */
export function rateAtCut(
  nominal: RocCounts,
  { held, rate, rateAt }: { held: HeldClass; rate: number; rateAt: (roc: RocCounts, rate: number) => number },
): (roc: RocCounts) => number {
  const other = held === 'signal' ? 'background' : 'signal';
  const total = totals(nominal);
  const [below, share] = placeOf(nominal[held], rate * total[held]);
  const passing = (counts: Float64Array) => counts[below]! + (share > 0 ? share * (counts[below + 1]! - counts[below]!) : 0);
  const slope = slopeAt(rate, (at) => rateAt(nominal, at) * total[other]);
  return (roc) => {
    const drawn = totals(roc);
    const own = passing(roc[held]) / drawn[held];
    const found = passing(roc[other]) / drawn[other];
    return found > 0 ? Math.min(1, found * (rate / own) ** slope) : found;
  };
}

/** d ln(events) / d ln(rate). */
function slopeAt(rate: number, events: (rate: number) => number): number {
  const [low, high] = [timesOdds(rate, 1 / 3), timesOdds(rate, 3)];
  if (!(high > low)) return 0;
  if (events(low) >= eventsForLogarithm) return Math.log(events(high) / events(low)) / Math.log(high / low);
  const [below, above] = [rate / 2, Math.min(1, (3 * rate) / 2)];
  return events(rate) > 0 ? ((events(above) - events(below)) / (above - below)) * (rate / events(rate)) : 0;
}

const eventsForLogarithm = 10;
const timesOdds = (rate: number, factor: number): number => (factor * rate) / (1 + (factor - 1) * rate);

/** The last point that does not exceed a number, and how far towards the next one it lies. */
function placeOf(counts: Float64Array, wanted: number): [below: number, share: number] {
  let [below, above] = [0, counts.length];
  while (above - below > 1) {
    const middle = (below + above) >>> 1;
    if (counts[middle]! <= wanted) below = middle;
    else above = middle;
  }
  if (above === counts.length) return [below, 0];
  return [below, (wanted - counts[below]!) / (counts[above]! - counts[below]!)];
}
