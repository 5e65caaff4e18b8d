import { releasesOf } from './feedback';
import type { Ladder } from './feedback';
import type { MetricPart } from './metrics';

/** The part of a split, as pages and the terminal name it beside a number. */
export const partNames: Readonly<Record<MetricPart, string>> = {
  whole: 'whole split',
  ranking: 'ranking part',
  diagnostic: 'diagnostic part',
};

/** How much better a value must be to appear: '0.001', or 'a factor of 1.22'. */
export function stepInWords({ ladder, step }: Ladder): string {
  return ladder === 'linear' ? String(step) : `a factor of ${factor(step)}`;
}

/** The rule by which a board releases values, in words. */
export function feedbackInWords(feedback: Ladder): string {
  const { ladder, grid } = feedback;
  const rounding = ladder === 'linear' ? `multiples of ${grid}` : `steps of a factor of ${factor(grid)} (${grid} in the logarithm)`;
  return `An entrant's next value appears when it is better than their best one here by ${stepInWords(feedback)}. Values are rounded to ${rounding}. A phase shows at most ${releasesOf(feedback)} values of an entrant.`;
}

const factor = (logarithm: number): number => Number(Math.exp(logarithm).toPrecision(3));
