import { pairedDifference, type ComparableValue } from './comparison';
import { rankRanges } from './rank-ranges';
import { namedStream } from '@unblind/random';
import { scoreTagging } from './scorers/tagging/tagging';

/** Replicates that share the fluctuation `common`, each with a small one of its own. */
function entries(values: (number | null)[], own: number): ComparableValue[] {
  const common = Float64Array.from(
    { length: 200 },
    (
      (stream) => () =>
        10 * stream.normal()
    )(namedStream('common')),
  );
  return values.map((value, i) => {
    const stream = namedStream(`entry ${i}`);
    return { value, replicates: value === null ? null : common.map((shift) => value + shift + own * stream.normal()) };
  });
}

describe('comparing two submissions', () => {
  it('cancels the fluctuation of the common sample', () => {
    // Their own fluctuations put zero 4.7 standard deviations away, out of reach of 200 replicates.
    const [a, b] = entries([100, 98], 0.3);
    const { difference, low, high, pValue } = pairedDifference(a!, b!);
    expect(difference).toBe(2);
    expect(low).toBeGreaterThan(1);
    expect(high).toBeLessThan(3);
    // No replicate of 200 on the other side: 2 (0 + 1) / 201, and never zero.
    expect(pValue).toBeCloseTo(2 / 201, 12);
  });

  it('is antisymmetric, and certain of nothing when a submission is compared with itself', () => {
    const [a, b] = entries([100, 99.8], 1);
    const there = pairedDifference(a!, b!);
    const back = pairedDifference(b!, a!);
    expect([-back.difference!, -back.high!, -back.low!, back.pValue]).toEqual([there.difference, there.low, there.high, there.pValue]);
    expect(pairedDifference(a!, a!)).toMatchObject({ difference: 0, low: 0, high: 0, pValue: 1 });
  });

  it('gives no interval without paired replicates and no difference for an unscored entry', () => {
    const [a, b] = entries([100, 99], 1);
    const nothing = { low: null, high: null, pValue: null, leastPValue: null };
    expect(pairedDifference(a!, { value: 99, replicates: null })).toEqual({ difference: 1, ...nothing });
    expect(pairedDifference(a!, { value: 99, replicates: b!.replicates!.slice(1) })).toEqual({ difference: 1, ...nothing });
    expect(pairedDifference(a!, { value: null, replicates: b!.replicates })).toEqual({ difference: null, ...nothing });
  });

  it('is open on the side where replicates are infinite, because so few events pass', () => {
    const replicates = Float64Array.from({ length: 200 }, (_, r) => 900 + r);
    const some = { value: 1000, replicates: replicates.map((value, r) => (r < 5 ? Infinity : value)) };
    const many = { value: 1000, replicates: replicates.map((value, r) => (r < 50 ? Infinity : value)) };
    const other = { value: 900, replicates: replicates.map(() => 900) };
    expect(pairedDifference(some, other)).toMatchObject({ difference: 100, low: expect.any(Number), high: expect.any(Number) });
    expect(pairedDifference(many, other)).toMatchObject({ difference: 100, low: expect.any(Number), high: null });
    expect(pairedDifference(other, many)).toMatchObject({ difference: -100, low: null, high: expect.any(Number) });
  });
});

describe('ranks', () => {
  it('come with a range over the entries that are not significantly different', () => {
    const ranges = rankRanges(entries([90, 100, 99.9, 50], 1), 'desc');
    expect(ranges).toEqual([
      { rank: 3, best: 3, worst: 3 },
      { rank: 1, best: 1, worst: 2 },
      { rank: 2, best: 1, worst: 2 },
      { rank: 4, best: 4, worst: 4 },
    ]);
  });

  it('turn around when small is good, and put unscored entries last', () => {
    expect(rankRanges(entries([90, null, 50], 1), 'asc')).toEqual([
      { rank: 2, best: 2, worst: 2 },
      { rank: 3, best: 3, worst: 3 },
      { rank: 1, best: 1, worst: 1 },
    ]);
  });

  it('share a rank when equal, and tell nobody apart without replicates', () => {
    const bare = [3, 3, 1].map((value) => ({ value, replicates: null }));
    expect(rankRanges(bare, 'desc')).toEqual([
      { rank: 1, best: 1, worst: 3 },
      { rank: 1, best: 1, worst: 3 },
      { rank: 3, best: 1, worst: 3 },
    ]);
    expect(rankRanges([], 'desc')).toEqual([]);
  });

  it('tell apart two taggers whose own intervals overlap', () => {
    const stream = namedStream('taggers');
    const labels = Uint8Array.from({ length: 4000 }, () => (stream.uniform() < 0.5 ? 1 : 0));
    const good = Float64Array.from(labels, (label) => 1.5 * label + stream.normal());
    const slightlyWorse = good.map((score) => score + 0.25 * stream.normal());
    const context = { metrics: ['auc'], replicates: 200, seed: 'paired' };
    const [a, b] = [good, slightlyWorse].map((scores) => scoreTagging({ labels }, scores, context).metrics[0]!);
    expect(b!.high).toBeGreaterThan(a!.low ?? NaN);
    expect(rankRanges([a!, b!], 'desc')).toEqual([
      { rank: 1, best: 1, worst: 1 },
      { rank: 2, best: 2, worst: 2 },
    ]);
  });
});
