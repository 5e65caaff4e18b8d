import type { Plot } from '@unblind/contracts';

export interface Axis {
  /** Where a value lies between the ends, 0 to 1; null for what a logarithmic axis cannot show. */
  readonly at: (value: number) => number | null;
  readonly ticks: readonly { at: number; label: string }[];
}

/** An axis that spans the values, from 1, 2, 5 x 10^n steps, or decades where logarithmic. */
export function axisOver(scale: Plot['x']['scale'], values: readonly number[]): Axis {
  return scale === 'log' ? decades(values.filter((value) => value > 0)) : steps(values);
}

function decades(values: readonly number[]): Axis {
  const low = Math.floor(Math.log10(smallest(values, 1)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(largest(values, 10))));
  const stride = Math.ceil((high - low) / 8);
  const exponents = Array.from({ length: Math.floor((high - low) / stride) + 1 }, (_, i) => low + i * stride);
  return {
    at: (value) => (value > 0 ? (Math.log10(value) - low) / (high - low) : null),
    ticks: exponents.map((exponent) => ({ at: (exponent - low) / (high - low), label: `1e${exponent}` })),
  };
}

function steps(values: readonly number[]): Axis {
  const [from, to] = [smallest(values, 0), largest(values, 1)];
  const rough = (to > from ? to - from : Math.abs(from) || 1) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((multiple) => multiple * power >= rough) ?? 10);
  const [low, high] = [Math.floor(from / step) * step, Math.max(Math.ceil(to / step), Math.floor(from / step) + 1) * step];
  const count = Math.round((high - low) / step);
  return {
    at: (value) => (value - low) / (high - low),
    ticks: Array.from({ length: count + 1 }, (_, i) => ({ at: i / count, label: `${Number((low + i * step).toPrecision(6))}` })),
  };
}

const smallest = (values: readonly number[], none: number) => (values.length ? values.reduce((a, b) => Math.min(a, b)) : none);
const largest = (values: readonly number[], none: number) => (values.length ? values.reduce((a, b) => Math.max(a, b)) : none);
