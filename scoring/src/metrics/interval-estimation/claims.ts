import { percent } from '../../numerics/percent';
import type { IntervalEstimates } from './interval-submission';

/** Estimates that follow the events scatter at least as far as they claim to be uncertain; half of it is far below. */
const leastScatter = 0.5;

/**
 * What intervals claim beyond what any measurement can tell, as words for a flag; null for nothing. It looks at the intervals alone and
 * never at the truth, so that a flag, which everybody sees, tells nothing about it:
 *
 * - intervals of no width;
 * - a mean width below that of a count of the signal alone, 2 sqrt(mu / S), without background and nuisances, at mu the middle of each
 *   interval: no unbiased estimate of a Poisson mean has a smaller standard deviation (Cramer and Rao);
 * - estimates whose standard deviation over the experiments, which each have a mu and events of their own, is below half of the
 *   uncertainty that they state.
 *
 * @param signal S, the events of signal that an experiment expects at mu = 1; without it the second is left out
 */
export function impossibleClaims({ muHats, p16, p84 }: IntervalEstimates, signal?: number): string | null {
  const count = p16.length;
  const withoutWidth = p16.reduce((sum, low, i) => sum + (p84[i] === low ? 1 : 0), 0);
  const width = p84.reduce((sum, high, i) => sum + high - p16[i]!, 0) / count;
  const limit =
    signal === undefined ? 0 : p84.reduce((sum, high, i) => sum + 2 * Math.sqrt(Math.max(0, (high + p16[i]!) / 2) / signal), 0) / count;
  const mean = muHats.reduce((sum, value) => sum + value, 0) / count;
  const scatter = Math.sqrt(muHats.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, count - 1));
  const claims = [
    ...(withoutWidth > 0 ? [`${percent(withoutWidth, count)} of the intervals have no width`] : []),
    ...(width < limit
      ? [`the mean width ${width.toPrecision(3)} is below ${limit.toPrecision(3)}, that of a count of the signal without any background`]
      : []),
    ...(count > 1 && scatter < (leastScatter * width) / 2
      ? [`the estimates scatter by ${scatter.toPrecision(3)} and claim ${(width / 2).toPrecision(3)}, so they do not follow the events`]
      : []),
  ];
  return claims.length > 0 ? `${claims.join('; ')}.` : null;
}
