export interface Axis {
  log: boolean;
  min: number;
  max: number;
  ticks: number[];
  /** Share of the axis' length, 0 to 1. */
  at(value: number): number;
}

/** An axis that holds all the values, with round ticks. Values that a logarithm has no place for are left out. */
export function makeAxis(values: readonly number[], scale: 'linear' | 'log', wanted = 5): Axis {
  const usable = values.filter((value) => Number.isFinite(value) && (scale === 'linear' || value > 0));
  const low = usable.reduce((a, b) => Math.min(a, b), Infinity);
  const high = usable.reduce((a, b) => Math.max(a, b), -Infinity);
  if (usable.length === 0) return linear(0, 1, wanted);
  return scale === 'log' ? logarithmic(low, high) : linear(low, high, wanted);
}

/** Names at 0, 1, 2 ..., from the top down. */
export function categoryAxis(count: number): Axis {
  const at = (value: number) => 1 - (value + 0.5) / count;
  return { log: false, min: -0.5, max: count - 0.5, ticks: Array.from({ length: count }, (_, index) => index), at };
}

function linear(low: number, high: number, wanted: number): Axis {
  const span = high - low || Math.abs(high) || 1;
  const step = roundStep(span / wanted);
  const min = Math.floor(low / step + 1e-9) * step;
  const max = Math.ceil(high / step - 1e-9) * step || min + step;
  const end = max > min ? max : min + step;
  const ticks = Array.from({ length: Math.round((end - min) / step) + 1 }, (_, index) => Number((min + index * step).toPrecision(12)));
  return { log: false, min, max: end, ticks, at: (value) => (value - min) / (end - min) };
}

function logarithmic(low: number, high: number): Axis {
  const from = Math.floor(Math.log10(low) + 1e-9);
  const to = Math.max(from + 1, Math.ceil(Math.log10(high) - 1e-9));
  const every = Math.max(1, Math.ceil((to - from) / 6));
  const ticks = Array.from({ length: Math.floor((to - from) / every) + 1 }, (_, index) => 10 ** (from + index * every));
  return { log: true, min: 10 ** from, max: 10 ** to, ticks, at: (value) => (Math.log10(value) - from) / (to - from) };
}

/** 1, 2 or 5 times a power of ten. */
function roundStep(raw: number): number {
  const power = 10 ** Math.floor(Math.log10(raw));
  const lead = raw / power;
  return (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10) * power;
}

/** 1000 on a logarithmic axis -> 10 to the 3; plain numbers between a tenth and a hundred, and on linear axes. */
export function tickLabel(value: number, { log }: Axis): { base: string; exponent: string | null } {
  const exponent = Math.round(Math.log10(value));
  if (log && (exponent < -1 || exponent > 2)) return { base: '10', exponent: String(exponent).replace('-', '−') };
  const base = Number(value.toPrecision(6)).toLocaleString('en-GB', { maximumFractionDigits: 6 }).replace('-', '−');
  return { base, exponent: null };
}
