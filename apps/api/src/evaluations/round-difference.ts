import type { MetricDifference } from '@unblind/contracts';

const digits = 2;

/**
 * A difference as it may be shown while the truth is in use: value and bounds at two significant digits of the error, and the p-value
 * at two significant digits. Without a finite error, or with one of zero, the value itself has two significant digits.
 */
export function roundDifference({ difference, low, high, pValue, ...rest }: MetricDifference): MetricDifference {
  const errors = [low, high].flatMap((bound) => (bound === null || bound === difference ? [] : [Math.abs(bound - difference)]));
  const error = errors.length > 0 ? errors.reduce((sum, one) => sum + one, 0) / errors.length : Math.abs(difference);
  const round = (value: number): number => roundTo(value, error);
  return {
    ...rest,
    difference: round(difference),
    low: low === null ? null : round(low),
    high: high === null ? null : round(high),
    pValue: Number(pValue.toPrecision(digits)),
  };
}

/** Rounds to the last digit that `error` has when it is written with two significant digits. */
function roundTo(value: number, error: number): number {
  if (error === 0) return value;
  // Rounding the error may carry into the next decade: 0.0996 has two digits as 0.10.
  const place = Math.floor(Math.log10(Number(error.toPrecision(digits)))) - (digits - 1);
  // The text form leaves no trace of the division in the last bits.
  return Number(`${Math.round(value / 10 ** place)}e${place}`);
}
