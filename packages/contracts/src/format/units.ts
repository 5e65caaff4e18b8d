import { unitOf, type MetricDescription } from '../kinds/describe-metric';
import type { MetricValue } from '../metrics';

type Scale = readonly (readonly [size: number, unit: string])[];

/** The units in which metrics are stored, each with the units used to show it at different scales. */
const scales: Record<NonNullable<MetricDescription['unit']>, Scale> = {
  s: [
    [1, 's'],
    [1e-3, 'ms'],
    [1e-6, 'µs'],
    [1e-9, 'ns'],
  ],
  B: [
    [1024 ** 3, 'GiB'],
    [1024 ** 2, 'MiB'],
    [1024, 'KiB'],
    [1, 'B'],
  ],
  '1/s': [
    [1e6, 'M/s'],
    [1e3, 'k/s'],
    [1, '/s'],
  ],
};

export interface InUnit {
  value: number;
  low: number | null;
  high: number | null;
  /** Null for a number without a unit. */
  unit: string | null;
}

/** A value and its interval in the largest unit that keeps the value at 1 or above: 0.000113 s is 113 µs. */
export function inUnit({ name, low, high }: Pick<MetricValue, 'name' | 'low' | 'high'>, value: number): InUnit {
  const stored = unitOf(name);
  const scale: Scale = stored ? scales[stored] : [];
  const [size, unit] = scale.find(([size]) => Math.abs(value) >= size) ?? scale.at(-1) ?? [1, null];
  return { value: value / size, low: low === null ? null : low / size, high: high === null ? null : high / size, unit };
}
