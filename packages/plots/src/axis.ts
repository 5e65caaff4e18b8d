import { scaleBand, scaleLinear, scaleLog } from 'd3-scale';
import type { Plot } from '@unblind/contracts';
import { decimalLabel, powerLabel } from './tick-label';
import type { TextPart } from './text';

export interface Tick {
  value: number;
  /** Null: a minor tick, without a number. */
  label: readonly TextPart[] | null;
}

export interface Axis {
  log: boolean;
  /** Names of categories stand at it, instead of numbers. */
  isNamed: boolean;
  min: number;
  max: number;
  ticks: readonly Tick[];
  /** Share of the axis' length, from 0 at `min` to 1 at `max`; not finite for what a logarithm has no place for. */
  at: (value: number) => number;
}

/** An axis that holds all the values and ends on round ones, with about `wanted` numbers. What it cannot show is left out. */
export function makeAxis(values: readonly number[], scale: Plot['x']['scale'], wanted = 5): Axis {
  const shown = values.filter((value) => Number.isFinite(value) && (scale === 'linear' || value > 0));
  const low = shown.reduce((a, b) => Math.min(a, b), Infinity);
  const high = shown.reduce((a, b) => Math.max(a, b), -Infinity);
  if (scale === 'log') return shown.length > 0 ? logarithmic(low, high, wanted) : logarithmic(1, 10, wanted);
  return shown.length > 0 ? linear(low, high, wanted) : linear(0, 1, wanted);
}

/** Names at 0, 1, 2 ... with equal room each. `first` is the end at which the first one stands. */
export function categoryAxis(names: readonly string[], first: 'low' | 'high'): Axis {
  const index = names.map((_, at) => at);
  const band = scaleBand(index, first === 'low' ? [0, 1] : [1, 0]);
  const at = (value: number): number => (band(value) ?? NaN) + band.bandwidth() / 2;
  const ticks = names.map((text, value) => ({ value, label: [{ text, place: 'line' as const }] }));
  return { log: false, isNamed: true, min: -0.5, max: names.length - 0.5, ticks, at };
}

/** An axis from `min` to `max` exactly, for drawings whose range is given. */
export function fixedAxis(min: number, max: number, wanted = 5): Axis {
  return linearAxis(scaleLinear([min, max], [0, 1]), wanted);
}

function linear(low: number, high: number, wanted: number): Axis {
  // A single value is shown with zero; zero alone between 0 and 1.
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
    const own: Tick = { value: power(exponent), label: index % every === 0 ? powerLabel(1, exponent) : null };
    // Between powers of ten that all have their number, the multiples are ticked; within one decade two of them have theirs too.
    if (every > 1 || exponent === to) return [own];
    const multiples = [2, 3, 4, 5, 6, 7, 8, 9].map((factor): Tick => {
      const isNamed = to - from === 1 && (factor === 2 || factor === 5);
      return { value: factor * power(exponent), label: isNamed ? powerLabel(factor, exponent) : null };
    });
    return [own, ...multiples];
  });
  return { log: true, isNamed: false, min: power(from), max: power(to), ticks, at: (value) => (value > 0 ? scale(value) : NaN) };
}

/** 10 ** -5 is not 1e-5. */
function power(exponent: number): number {
  return Number(`1e${exponent}`);
}
