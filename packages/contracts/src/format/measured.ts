import { isInfinite, type MetricValue } from '../metrics';
import { formatCount, withInterval, type Typeset } from './numbers';
import { inUnit } from './units';

export interface Measured extends Typeset {
  /** Null for a number without a unit. */
  unit: string | null;
  /** The one-sided limit of an infinite value; null for a finite one. */
  above: string | null;
  /** Half of the interval in units of the last digit, as in 0.9760(5); null without an interval. */
  inLastDigits: number | null;
}

/**
 * The parts of a value with its interval, rounded by the interval, in a unit that suits its size; null where it is unscored. An interval of
 * no width is not told.
 */
export function measured(metric: MetricValue): Measured | null {
  if (isInfinite(metric)) return unlimited(metric);
  if (metric.value === null) return null;
  const isExact = metric.low === metric.value && metric.high === metric.value;
  const { unit, low, high, value } = inUnit(isExact ? { ...metric, low: null, high: null } : metric, metric.value);
  const typeset = withInterval(value, low, high);
  const decimals = typeset.value.split('.')[1]?.length ?? 0;
  const half = low === null || high === null ? null : (high - low) / 2;
  return { ...typeset, unit, above: null, inLastDigits: half === null ? null : Math.round(half * 10 ** decimals) };
}

function unlimited({ name, low }: MetricValue): Measured {
  const { value, unit } = inUnit({ name, low: null, high: null }, low ?? 1);
  const above = low === null ? null : formatCount(Number(value.toPrecision(3)));
  return { value: '∞', up: null, down: null, symmetric: false, unit, above, inLastDigits: null };
}

/** '0.9845 +0.0006 −0.0005', or '1,298 ± 46' where both sides agree, '∞ (above 3,040)'. Unscored is a dash with its reason. */
export function measuredText(metric: MetricValue): string {
  const parts = measured(metric);
  if (!parts) return metric.note ? `– (${metric.note})` : '–';
  const { value, up, down, symmetric, unit, above } = parts;
  const upwards = up !== null && `${symmetric ? '± ' : '+'}${up}`;
  const downwards = down !== null && !symmetric && `−${down}`;
  return [value, above !== null && `(above ${above})`, upwards, downwards, unit].filter(Boolean).join(' ');
}

/** '0.9760(5)', as in the tables of papers: the uncertainty in units of the last digit. Unscored is a dash. */
export function measuredBrief(metric: MetricValue): string {
  const parts = measured(metric);
  if (!parts) return '–';
  const { value, inLastDigits, unit } = parts;
  return `${value}${inLastDigits === null ? '' : `(${inLastDigits})`}${unit ? ` ${unit}` : ''}`;
}
