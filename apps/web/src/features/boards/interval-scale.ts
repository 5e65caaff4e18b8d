import type { MetricValue } from '@unblind/contracts';

export interface IntervalScale {
  from: number;
  to: number;
  /** Share of the width, 0 to 1. */
  position(value: number): number;
}

/** One linear scale for all intervals of a column, with some padding at its ends. Null if there is no value. */
export function intervalScale(metrics: readonly MetricValue[]): IntervalScale | null {
  const values = metrics.flatMap(({ value, low, high }) => [value, low, high]).filter((value) => value !== null);
  if (values.length === 0) return null;
  const [from, to] = [Math.min(...values), Math.max(...values)];
  const span = to - from || Math.abs(to) || 1;
  return { from, to, position: (value) => 0.04 + (0.92 * (value - from)) / span };
}
