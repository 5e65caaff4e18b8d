import { percentile } from '../../numerics/percentile';
import { ScoringRefusal } from '../../refusal';

export interface SeedStatistics {
  /** Median and standard deviation (of n, not n - 1) of the runs that are kept. */
  readonly median: number;
  readonly spread: number;
  /** Indices of the kept runs. */
  readonly kept: readonly number[];
  /** The 1/6 and 5/6 percentiles between which the robust mean and deviation are taken. */
  readonly low: number;
  readonly high: number;
}

/**
 * The landscape's "single" statistic of one method trained with several seeds (arXiv:1902.09914): from the runs between
 * the 1/6 and 5/6 percentiles (interpolated linearly) take mean and deviation, drop runs farther than three deviations
 * from that mean, then quote median +- deviation of the rest.
 *
 * @throws ScoringRefusal `empty`, `not-finite`
 */
export function seedStatistics(runs: ArrayLike<number>): SeedStatistics {
  const values = Float64Array.from(runs);
  if (values.length === 0) throw new ScoringRefusal('empty', 'There are no runs.');
  const index = values.findIndex((value) => !Number.isFinite(value));
  if (index >= 0) throw new ScoringRefusal('not-finite', `Run ${index} is ${values[index]}.`, index);
  const low = percentile(values, 1 / 6);
  const high = percentile(values, 5 / 6);
  const inner = values.filter((value) => value >= low && value <= high);
  const centre = meanAndDeviation(inner.length > 0 ? inner : values);
  const near = (value: number) => Math.abs(value - centre.mean) <= 3 * centre.deviation;
  const kept = Array.from(values.keys()).filter((i) => near(values[i]!));
  const rest = Float64Array.from(kept, (i) => values[i]!);
  return { median: percentile(rest, 0.5), spread: meanAndDeviation(rest).deviation, kept, low, high };
}

/** The landscape's own number of trainings; of fewer its percentiles leave hardly any, of three only the median. */
const trainingsForPercentiles = 9;

/**
 * How far the trainings of one method differ: the sample standard deviation (of n - 1), from nine on the landscape's spread without outliers.
 *
 * @throws ScoringRefusal `empty`, `not-finite`
 */
export function trainingSpread(runs: ArrayLike<number>): number {
  const { spread } = seedStatistics(runs);
  if (runs.length >= trainingsForPercentiles) return spread;
  const { deviation } = meanAndDeviation(Float64Array.from(runs));
  return deviation * Math.sqrt(runs.length / Math.max(1, runs.length - 1));
}

export function meanAndDeviation(values: Float64Array): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, deviation: Math.sqrt(variance) };
}
