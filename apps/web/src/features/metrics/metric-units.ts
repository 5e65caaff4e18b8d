import type { MetricValue } from '@unblind/contracts';

type Scale = readonly (readonly [size: number, unit: string])[];

const seconds: Scale = [
  [1, 's'],
  [1e-3, 'ms'],
  [1e-6, 'µs'],
  [1e-9, 'ns'],
];
const bytes: Scale = [
  [1024 ** 3, 'GiB'],
  [1024 ** 2, 'MiB'],
  [1024, 'KiB'],
  [1, 'B'],
];

/** Metrics in seconds or bytes, over many powers of ten; all others are pure numbers or have the unit in their name. */
const scales: Record<string, Scale> = {
  'latency.p50': seconds,
  'latency.p90': seconds,
  'latency.p99': seconds,
  'load.seconds': seconds,
  'first.seconds': seconds,
  seconds_per_event: seconds,
  'memory.bytes': bytes,
  model_bytes: bytes,
};

/** What a metric is stored in, for the axis of a plot; null: a pure number. */
export function storedUnit(name: string): string | null {
  return scales[name]?.find(([size]) => size === 1)?.[1] ?? null;
}

export interface InUnit {
  value: number;
  low: number | null;
  high: number | null;
  /** Null where the number has none of its own. */
  unit: string | null;
}

/** A value and its interval in the largest unit that leaves at least 1 before the point: 0.000113 s is 113 µs. */
export function inUnit({ name, low, high }: Pick<MetricValue, 'name' | 'low' | 'high'>, value: number): InUnit {
  const scale = scales[name];
  const [size, unit] = scale?.find(([size]) => Math.abs(value) >= size) ?? scale?.at(-1) ?? [1, null];
  return { value: value / size, low: low === null ? null : low / size, high: high === null ? null : high / size, unit };
}
