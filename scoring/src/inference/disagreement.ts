import type { MetricValue } from '@unblind/contracts';

type Measured = Pick<MetricValue, 'value' | 'low' | 'high'>;

/** Between two honest measurements of one thing it happens once in 370 times. */
const sigmas = 3;

/**
 * Whether two measurements of one metric on different events differ by more than three standard deviations: those of both in quadrature,
 * each the side of its 68 % interval that faces the other. False where a value or the bound of an interval is missing.
 */
export function disagree(a: Measured, b: Measured): boolean {
  if (a.value === null || b.value === null) return false;
  const [lower, upper] = a.value <= b.value ? [a, b] : [b, a];
  if (lower.high === null || upper.low === null) return false;
  const error = Math.hypot(lower.high - (lower.value ?? NaN), (upper.value ?? NaN) - upper.low);
  return Math.abs(a.value - b.value) > sigmas * error;
}
