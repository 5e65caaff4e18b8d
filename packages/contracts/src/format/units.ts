import { unitOf, type MetricDescription } from '../kinds/describe-metric';
import type { MetricValue } from '../metrics';

type Scale = readonly (readonly [size: number, unit: string])[];

/** Units that metrics are stored in, each with those that they are told in, over many powers of ten. */
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
  /** Null where the number has none. */
  unit: string | null;
}

/** A value and its interval in the largest unit that leaves at least 1 before the point: 0.000113 s is 113 µs. */
export function inUnit({ name, low, high }: Pick<MetricValue, 'name' | 'low' | 'high'>, value: number): InUnit {
  const stored = unitOf(name);
  const scale: Scale = stored ? scales[stored] : [];
  const [size, unit] = scale.find(([size]) => Math.abs(value) >= size) ?? scale.at(-1) ?? [1, null];
  return { value: value / size, low: low === null ? null : low / size, high: high === null ? null : high / size, unit };
}
