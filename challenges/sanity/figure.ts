/** A number that a simulation has to give. */
export interface SanityFigure {
  simulation: string;
  figure: string;
  value: number;
  /** Where the value has to lie, both ends included. */
  range: readonly [number, number];
  /** What says so. */
  because: string;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function deviation(values: readonly number[]): number {
  const centre = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - centre) ** 2)));
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

/** The middle of the fullest bin of this width. */
export function mode(values: readonly number[], width: number): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(Math.floor(value / width), 1 + (counts.get(Math.floor(value / width)) ?? 0));
  const fullest = Math.max(...counts.values());
  const bin = [...counts.keys()].find((key) => counts.get(key) === fullest) ?? NaN;
  return (bin + 0.5) * width;
}
