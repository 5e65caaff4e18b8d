import { pairedDifference } from '../../comparison';
import { namedStream } from '@unblind/random';
import { scoreTagging } from '../../scorers/tagging/tagging';
import { aucStandardError, compareAucs } from './test/delong';
import { auc, linearAuc } from './auc';
import { rankScores } from './ranked-scores';
import { rocCurve } from './roc';
import { meanAndDeviation } from './seeds';

function twoTaggers(count: number) {
  const stream = namedStream('delong');
  const labels = Uint8Array.from({ length: count }, () => (stream.uniform() < 0.4 ? 1 : 0));
  const good = Float64Array.from(labels, (label) => label + stream.normal());
  const other = good.map((score) => score + 0.5 * stream.normal());
  return { labels, good, other };
}

// The spread of N replicates is known to 1 / sqrt(2 N): 2.5 % for 800; four of those.
const replicates = 800;
const tolerance = 0.1;

describe('the bootstrap against DeLong', () => {
  it('has the analytic standard error of the AUC', () => {
    const { labels, good } = twoTaggers(2000);
    const [metric] = scoreTagging({ labels }, good, { metrics: ['auc'], replicates, seed: 'delong' }).metrics;
    const { mean, deviation } = meanAndDeviation(metric!.replicates!);
    const analytic = aucStandardError(labels, good);
    expect(Math.abs(deviation / analytic - 1)).toBeLessThan(tolerance);
    // The mean of the replicates is the value, within five standard errors of a mean.
    expect(Math.abs(mean - metric!.value!)).toBeLessThan((5 * analytic) / Math.sqrt(replicates));
  });

  it('has the analytic error of the difference of two taggers on the same jets', () => {
    const { labels, good, other } = twoTaggers(2000);
    const context = { metrics: ['auc'], replicates, seed: 'delong' };
    const [a, b] = [good, other].map((scores) => scoreTagging({ labels }, scores, context).metrics[0]!);
    const { difference, low, high, pValue } = pairedDifference(a!, b!);
    const analytic = compareAucs(labels, good, other);
    expect(difference).toBeCloseTo(analytic.difference, 13);
    expect(Math.abs((high! - low!) / (2 * analytic.standardError) - 1)).toBeLessThan(tolerance);
    // Treating the two as independent samples would give an error twice as large.
    expect(analytic.standardError).toBeLessThan(0.6 * Math.hypot(aucStandardError(labels, good), aucStandardError(labels, other)));
    expect(pValue).toBeLessThan(0.01);
    // Two-sided p < 0.01 by the normal approximation.
    expect(Math.abs(analytic.difference) / analytic.standardError).toBeGreaterThan(2.576);
  });

  it('has replicates that are linear: with unit weights the area itself, and of equal scores one half', () => {
    const { labels, good } = twoTaggers(500);
    for (const scores of [good, good.map(Math.round), good.map(() => 0)]) {
      const ranked = rankScores(labels, scores);
      expect(linearAuc(ranked)(new Uint8Array(labels.length).fill(1))).toBeCloseTo(auc(rocCurve(ranked)), 12);
    }
    // Signal 3, 2, 2 with 1, 3/4, 3/4 of the background below; background 2, 1 with 2/3, 1 of the signal above; the area is 5/6.
    const ranked = rankScores(Uint8Array.from([1, 1, 1, 0, 0]), Float64Array.from([3, 2, 2, 2, 1]));
    const weights = (of: readonly number[]) => Uint8Array.from(ranked.order, (event) => of[event]!);
    expect(linearAuc(ranked)(weights([2, 0, 1, 1, 3]))).toBeCloseTo((2 + 3 / 4) / 3 + (2 / 3 + 3) / 4 - 5 / 6, 14);
  });

  it('is what placements by hand give', () => {
    // Signal 3, 2, 2 and background 2, 1: placements by hand are 1, 3/4, 3/4 and 2/3, 1.
    const error = aucStandardError(Uint8Array.from([1, 1, 1, 0, 0]), Float64Array.from([3, 2, 2, 2, 1]));
    expect(error).toBeCloseTo(Math.sqrt(1 / 48 / 3 + 1 / 18 / 2), 14);
  });
});
