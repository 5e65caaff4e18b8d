import { scaleBand, scaleLinear, scaleLog } from 'd3-scale';
import type { Plot } from '@unblind/contracts';
import { decimalLabel, powerLabel } from './tick-label';
import type { TextPart } from './text';

export interface Tick {
  value: number;
  /** Null for a minor tick, which has no label. */
  label: readonly TextPart[] | null;
}

export interface Axis {
  log: boolean;
  /** Whether the axis has category names instead of numbers. */
  isNamed: boolean;
  min: number;
  max: number;
  ticks: readonly Tick[];
  /** The position on the axis, from 0 at `min` to 1 at `max`; not finite for values that a logarithmic axis cannot show. */
  at: (value: number) => number;
}

/** An axis that contains all values and ends on round numbers, with about `wanted` labels. Values that it cannot show are ignored. */
export function makeAxis(values: readonly number[], scale: Plot['x']['scale'], wanted = 5): Axis {
  const shown = values.filter((value) => Number.isFinite(value) && (scale === 'linear' || value > 0));
  const low = shown.reduce((a, b) => Math.min(a, b), Infinity);
  const high = shown.reduce((a, b) => Math.max(a, b), -Infinity);
  if (scale === 'log') return shown.length > 0 ? logarithmic(low, high, wanted) : logarithmic(1, 10, wanted);
  return shown.length > 0 ? linear(low, high, wanted) : linear(0, 1, wanted);
}

/** An axis with names at 0, 1, 2 ..., equally spaced. `first` is the end of the axis where the first name is. */
export function categoryAxis(names: readonly string[], first: 'low' | 'high'): Axis {
  const index = names.map((_, at) => at);
  const band = scaleBand(index, first === 'low' ? [0, 1] : [1, 0]);
  const at = (value: number): number => (band(value) ?? NaN) + band.bandwidth() / 2;
  const ticks = names.map((text, value) => ({ value, label: [{ text, place: 'line' as const }] }));
  return { log: false, isNamed: true, min: -0.5, max: names.length - 0.5, ticks, at };
}

/** An axis from exactly `min` to `max`. */
export function fixedAxis(min: number, max: number, wanted = 5): Axis {
  return linearAxis(scaleLinear([min, max], [0, 1]), wanted);
}

function linear(low: number, high: number, wanted: number): Axis {
  // For a single value, the axis extends to zero; for zero alone, it runs from 0 to 1.
  const domain = low < high ? [low, high] : low === 0 ? [0, 1] : [Math.min(0, low), Math.max(0, low)];
  return linearAxis(scaleLinear(domain, [0, 1]).nice(wanted), wanted);
}

function linearAxis(scale: ReturnType<typeof scaleLinear<number>>, wanted: number): Axis {
  const [min = 0, max = 1] = scale.domain();
  const values = scale.ticks(wanted);
  const label = decimalLabel(scale, wanted);
  return {
    log: false,
    isNamed: false,
    min,
    max,
    ticks: values.map((value) => ({ value, label: label(value) })),
    at: (value) => scale(value),
  };
}

function logarithmic(low: number, high: number, wanted: number): Axis {
  const from = Math.floor(Math.log10(low) + 1e-9);
  const to = Math.max(from + 1, Math.ceil(Math.log10(high) - 1e-9));
  const scale = scaleLog([power(from), power(to)], [0, 1]);
  const every = Math.max(1, Math.ceil((to - from) / (wanted + 1)));
  const exponents = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  const ticks = exponents.flatMap((exponent, index): Tick[] => {
    const major: Tick = { value: power(exponent), label: index % every === 0 ? powerLabel(1, exponent) : null };
    // If every power of ten has a label, its multiples get ticks; on an axis of one decade, two of the multiples get labels too.
    if (every > 1 || exponent === to) return [major];
    const multiples = [2, 3, 4, 5, 6, 7, 8, 9].map((factor): Tick => {
      const isNamed = to - from === 1 && (factor === 2 || factor === 5);
      return { value: factor * power(exponent), label: isNamed ? powerLabel(factor, exponent) : null };
    });
    return [major, ...multiples];
  });
  return { log: true, isNamed: false, min: power(from), max: power(to), ticks, at: (value) => (value > 0 ? scale(value) : NaN) };
}

/** A power of ten, parsed from text because 10 ** -5 is not exactly 1e-5. */
function power(exponent: number): number {
  return Number(`1e${exponent}`);
}
