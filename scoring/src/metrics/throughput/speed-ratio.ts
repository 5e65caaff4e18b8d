import type { ScoredMetric } from '@unblind/contracts';
import { blockBootstrap } from '../../bootstrap/block-bootstrap';
import { scoredMetric } from '../../bootstrap/scored-metric';
import { ScoringRefusal } from '../../refusal';

/** Interleaved rounds between two loads of the models: reference, model, reference, model, ..., reference. */
export interface TimingBlock {
  /** n + 1 times of the same work, in any unit. Empty where there is no reference. */
  readonly reference: Float64Array;
  /** The n times between them. */
  readonly model: Float64Array;
}

/**
 * The ratios of the reference times before and after each model time to that time: 2 n ratios, above 1 if the model is faster. If the
 * machine slows down steadily, one ratio falls and the other rises. The mean of both reference times is not used: times have a long
 * tail, so the mean of two tends to exceed a single one, and a model would appear faster than itself.
 *
 * @throws ScoringRefusal `length-mismatch`, `value-invalid` (a time that is not a positive number)
 */
export function pairwiseRatios({ reference, model }: TimingBlock): Float64Array {
  if (reference.length !== model.length + 1)
    throw new ScoringRefusal('length-mismatch', `${model.length} rounds need ${model.length + 1} times of the reference around them.`);
  checkTimes(reference);
  checkTimes(model);
  return Float64Array.from({ length: 2 * model.length }, (_, i) => reference[(i + 1) >> 1]! / model[i >> 1]!);
}

/**
 * Throughput relative to a reference: the median of all pairwise ratios. Its interval comes from resampling whole blocks, because two
 * sessions of one model differ by their placement in memory, by more than the rounds of one session show.
 *
 * @param seed a different one for each measurement: timings of two submissions do not pair
 * @throws ScoringRefusal `empty`, and those of `pairwiseRatios`
 */
export function speedRatio(name: string, blocks: readonly TimingBlock[], seed: string, replicates: number): ScoredMetric {
  return overBlocks(name, blocks.map(pairwiseRatios), medianOfSorted, { seed, replicates });
}

/**
 * Units of work per unit of time: the median over all rounds, with the same interval.
 *
 * @throws ScoringRefusal `empty`, `value-invalid`
 */
export function medianRate(name: string, blocks: readonly Pick<TimingBlock, 'model'>[], seed: string, replicates: number): ScoredMetric {
  for (const { model } of blocks) checkTimes(model);
  const rates = blocks.map(({ model }) => model.map((time) => 1 / time));
  return overBlocks(name, rates, medianOfSorted, { seed, replicates });
}

/**
 * Time of one unit of work: the mean over all rounds, for units of different sizes (events), with the same interval.
 *
 * @throws ScoringRefusal `empty`, `value-invalid`
 */
export function meanTime(name: string, blocks: readonly Pick<TimingBlock, 'model'>[], seed: string, replicates: number): ScoredMetric {
  for (const { model } of blocks) checkTimes(model);
  const mean = (times: Float64Array) => times.reduce((sum, time) => sum + time, 0) / times.length;
  return overBlocks(
    name,
    blocks.map(({ model }) => model),
    mean,
    { seed, replicates },
  );
}

function overBlocks(
  name: string,
  blocks: readonly Float64Array[],
  statistic: (sorted: Float64Array) => number,
  { seed, replicates }: { seed: string; replicates: number },
): ScoredMetric {
  const all = sortedUnion(blocks);
  if (all.length === 0) throw new ScoringRefusal('empty', 'There is no round to take the median of.');
  const vectors = blockBootstrap({ seed, replicates, blocks: blocks.length, statistics: 1 }, (counts) => [
    statistic(sortedUnion(blocks.flatMap((block, i) => Array.from({ length: counts[i] ?? 0 }, () => block)))),
  ]);
  return scoredMetric({ name, value: statistic(all), replicates: vectors?.[0] ?? null, units: blocks.length, method: 'block-bootstrap' });
}

function sortedUnion(blocks: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(blocks.reduce((sum, { length }) => sum + length, 0));
  let next = 0;
  for (const block of blocks) {
    all.set(block, next);
    next += block.length;
  }
  return all.sort();
}

/** For an even count, the mean of the two middle values. */
function medianOfSorted(sorted: Float64Array): number {
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
}

function checkTimes(times: Float64Array): void {
  const index = times.findIndex((time) => !(time > 0 && time < Infinity));
  if (index >= 0) throw new ScoringRefusal('value-invalid', `Time ${index} is ${times[index]}.`, index);
}
