import { blockBootstrap } from './block-bootstrap';
import { centralInterval } from './interval';
import { poissonBootstrap } from './poisson-bootstrap';
import { scoredMetric } from './scored-metric';
import { meanAndDeviation } from '../metrics/tagging/seeds';
import { namedStream } from '@unblind/random';

const stream = namedStream('values');
const values = Float64Array.from({ length: 3000 }, () => 5 + 2 * stream.normal());
const identity = Uint32Array.from(values.keys());

function weightedMean(weights: Uint8Array | Uint32Array, of: Float64Array): number {
  let sum = 0;
  let total = 0;
  of.forEach((value, i) => {
    sum += weights[i]! * value;
    total += weights[i]!;
  });
  return sum / total;
}

describe('the Poisson bootstrap', () => {
  it('has the standard error of a mean, around the mean', () => {
    const [replicates] = poissonBootstrap({ seed: 'mean', replicates: 1000, events: identity, statistics: 1 }, (weights) => [
      weightedMean(weights, values),
    ]);
    const { mean, deviation } = meanAndDeviation(values);
    const error = deviation / Math.sqrt(values.length);
    const spread = meanAndDeviation(replicates!);
    // 1000 replicates know the spread to 2.2 % and the centre to 3.2 % of an error; five of each.
    expect(Math.abs(spread.deviation / error - 1)).toBeLessThan(0.11);
    expect(Math.abs(spread.mean - mean)).toBeLessThan(0.16 * error);
  });

  it('covers the true mean in 68 % of experiments', () => {
    let covered = 0;
    for (let experiment = 0; experiment < 400; experiment++) {
      const sample = Float64Array.from({ length: 100 }, () => stream.normal());
      const draws = { seed: `cover/${experiment}`, replicates: 100, events: identity.subarray(0, 100), statistics: 1 };
      const [replicates] = poissonBootstrap(draws, (w) => [weightedMean(w, sample)]);
      const { low, high } = centralInterval(replicates!);
      if (low! <= 0 && 0 <= high!) covered++;
    }
    // 400 experiments: a standard deviation of 2.3 %; three of them.
    expect(Math.abs(covered / 400 - 0.68)).toBeLessThan(0.07);
  });

  it('keeps its first replicates when more are asked for, whether or not their number is a multiple of four', () => {
    const draw = (replicates: number) =>
      poissonBootstrap({ seed: 'more', replicates, events: identity, statistics: 1 }, (weights) => [weightedMean(weights, values)])[0]!;
    expect(draw(7)).toEqual(draw(30).subarray(0, 7));
    expect(draw(0)).toHaveLength(0);
  });
});

describe('the block bootstrap', () => {
  it('resamples whole blocks, the same ones for the same seed', () => {
    const blocks = Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    const draw = (seed: string) =>
      blockBootstrap({ seed, replicates: 2000, blocks: 10, statistics: 1 }, (counts) => [weightedMean(counts, blocks)])![0]!;
    expect(draw('events')).toEqual(draw('events'));
    expect(draw('events')).not.toEqual(draw('other'));
    const { mean, deviation } = meanAndDeviation(draw('events'));
    // Of 10 values, with n - 1 and Student's t for nine degrees of freedom, 1.059.
    const error = (meanAndDeviation(blocks).deviation / Math.sqrt(10)) * Math.sqrt(10 / 9) * 1.059;
    expect(Math.abs(mean - 5.5)).toBeLessThan((5 * error) / Math.sqrt(2000));
    // 2000 replicates know the spread to 1.6 %; five of those.
    expect(Math.abs(deviation / error - 1)).toBeLessThan(0.08);
  });

  it('draws as many blocks as there are', () => {
    blockBootstrap({ seed: 'sum', replicates: 50, blocks: 7, statistics: 1 }, (counts) => {
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(7);
      return [0];
    });
  });

  it.each([2, 4, 8, 30])('covers the true mean of %d blocks in 68 %% of experiments', (blocks) => {
    let covered = 0;
    const experiments = 600;
    for (let experiment = 0; experiment < experiments; experiment++) {
      const sample = Float64Array.from({ length: blocks }, () => stream.normal());
      const draws = { seed: `few/${blocks}/${experiment}`, replicates: 100, blocks, statistics: 1 };
      const replicates = blockBootstrap(draws, (counts) => [weightedMean(counts, sample)])![0]!;
      const value = sample.reduce((sum, each) => sum + each, 0) / blocks;
      const { low, high } = scoredMetric({ name: 'rmse', value, replicates, units: blocks, method: 'block-bootstrap' });
      if (low! <= 0 && 0 <= high!) covered++;
    }
    // 600 experiments: a standard deviation of 1.9 %; three of them.
    expect(Math.abs(covered / experiments - 0.683)).toBeLessThan(0.057);
  });

  it('has no spread to offer for a single block', () => {
    expect(blockBootstrap({ seed: 'one', replicates: 100, blocks: 1, statistics: 1 }, () => [1])).toBeNull();
  });
});

describe('the interval of a metric', () => {
  const hundred = Float64Array.from({ length: 100 }, (_, i) => i);

  /** (n + 1) p = 101 * 0.158655 from the smallest on, which has place 1 and value 0. */
  const [sixteenth, fromAbove] = [101 * 0.15865525393145707 - 1, 99 - (101 * 0.15865525393145707 - 1)];

  it('lies at (n + 1) p of a hundred replicates, between the order statistics, whatever their order', () => {
    const expected = { low: expect.closeTo(sixteenth, 9), high: expect.closeTo(fromAbove, 9), undefinedReplicates: 0 };
    expect(centralInterval(hundred)).toEqual(expected);
    expect(centralInterval(hundred.slice().reverse())).toEqual(expected);
  });

  it('holds another draw in 68.3 % of cases, where whole order statistics would hold 67.2 %', () => {
    let held = 0;
    const trials = 20_000;
    for (let trial = 0; trial < trials; trial++) {
      const { low, high } = centralInterval(Float64Array.from({ length: 200 }, () => stream.uniform()));
      held += high! - low!;
    }
    // The share that an interval of uniform draws holds is its length: a standard deviation of 3.3 % for each.
    expect(Math.abs(held / trials - 0.6827)).toBeLessThan(0.001);
  });

  it('is open where the quantile is infinite, or next to it', () => {
    expect(centralInterval(hundred.map((value) => (value >= 84 ? Infinity : value)))).toMatchObject({
      low: expect.closeTo(sixteenth, 9),
      high: null,
    });
    expect(centralInterval(hundred.map((value) => (value >= 85 ? Infinity : value)))).toMatchObject({ high: expect.closeTo(fromAbove, 9) });
    expect(centralInterval(hundred.map((value) => (value <= 15 ? -Infinity : value)))).toMatchObject({ low: null });
  });

  it('leaves undefined replicates out and says how many, and gives up when they are the majority', () => {
    const some = hundred.map((value) => (value < 50 ? NaN : value));
    const place = 51 * 0.15865525393145707 - 1;
    expect(centralInterval(some)).toEqual({
      low: expect.closeTo(50 + place, 9),
      high: expect.closeTo(99 - place, 9),
      undefinedReplicates: 50,
    });
    expect(centralInterval(some.fill(NaN, 0, 60))).toEqual({ low: null, high: null, undefinedReplicates: 60 });
    const metric = scoredMetric({ name: 'auc', value: 1, replicates: hundred.map((v) => (v < 5 ? NaN : v)), method: 'poisson-bootstrap' });
    expect(metric.note).toBe('Undefined in 5 of 100 replicates, which the interval leaves out.');
  });

  it('is absent for a distance, which noise makes larger than 0, and so are replicates', () => {
    const distance = (value: number) =>
      scoredMetric({ name: 'disco', value, replicates: hundred, method: 'poisson-bootstrap', isDistance: true });
    expect(distance(20)).toMatchObject({ low: null, high: null, replicates: null, note: expect.stringContaining('no interval') });
  });

  it('is absent without replicates, and an unscored value says why', () => {
    expect(scoredMetric({ name: 'auc', value: 0.9, replicates: null, method: 'poisson-bootstrap' })).toEqual({
      name: 'auc',
      value: 0.9,
      low: null,
      high: null,
      method: 'poisson-bootstrap',
      replicates: null,
    });
    expect(scoredMetric({ name: 'auc', value: NaN, replicates: null, method: 'poisson-bootstrap' })).toMatchObject({
      value: null,
      note: 'Undefined on these data.',
    });
  });
});
