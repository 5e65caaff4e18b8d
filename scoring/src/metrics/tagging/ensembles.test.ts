import { namedStream } from '@unblind/random';
import { auc } from './auc';
import { combineScores } from './ensembles';
import { rankScores } from './ranked-scores';
import { rocCurve } from './roc';
import { seedStatistics, trainingSpread } from './seeds';

const stream = namedStream('seeds');
const labels = Uint8Array.from({ length: 1500 }, () => (stream.uniform() < 0.5 ? 1 : 0));
const runs = Array.from({ length: 9 }, () => Float64Array.from(labels, (label) => 1.2 * label + stream.normal()));
const aucOf = (scores: Float64Array) => auc(rocCurve(rankScores(labels, scores)));

describe('several seeds of one method', () => {
  it('score better combined than each of them', () => {
    expect(aucOf(combineScores(runs.slice(0, 6), 'mean'))).toBeGreaterThan(Math.max(...runs.map(aucOf)));
  });

  it('combine by mean or by median', () => {
    const scores = [0.1, 0.2, 0.9].map((score) => Float32Array.of(score));
    expect(combineScores(scores, 'mean')[0]).toBeCloseTo(0.4, 7);
    expect(combineScores(scores, 'median')[0]).toBeCloseTo(0.2, 7);
    expect(combineScores(scores.slice(0, 2), 'median')[0]).toBeCloseTo(0.15, 7);
  });

  it('lose an outlier from median and spread', () => {
    const { median, kept } = seedStatistics([100, 101, 99, 100, 102, 98.5, 100, 101, 5]);
    expect(kept).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(median).toBe(100);
    expect(seedStatistics([7])).toMatchObject({ median: 7, spread: 0 });
  });

  it('are refused when they do not fit together', () => {
    expect(() => combineScores([new Float32Array(3), new Float32Array(2)], 'mean')).toThrow('Run 1 has 2 scores and run 0 has 3.');
    expect(() => seedStatistics([1, NaN])).toThrow('Run 1 is NaN.');
    expect(() => seedStatistics([])).toThrow('no runs');
  });

  it('of three trainings is their sample standard deviation, of which the percentiles would leave nothing', () => {
    // 47.6, 47.0, 50.3: deviations -0.7, -1.3 and 2, squares 6.18, over 2.
    expect(trainingSpread([47.6, 47, 50.3])).toBeCloseTo(Math.sqrt(6.18 / 2), 12);
    expect(trainingSpread([7])).toBe(0);
    const nine = [100, 101, 99, 100, 102, 98.5, 100, 101, 5];
    expect(trainingSpread(nine)).toBe(seedStatistics(nine).spread);
  });
});
