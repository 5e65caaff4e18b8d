import { namedStream } from '@unblind/random';
import type { ComparableValue } from './comparison';
import { rankRanges } from './rank-ranges';

/** A league whose entries share a fluctuation and have one of their own each, of standard deviation 1; replicates fluctuate about the values alike. */
function league(seed: string, truths: readonly number[]): ComparableValue[] {
  const stream = namedStream(seed);
  const shared = Float64Array.from({ length: 200 }, () => 5 * stream.normal());
  const common = 5 * stream.normal();
  return truths.map((truth) => {
    const value = truth + common + stream.normal();
    return { value, replicates: shared.map((shift) => value + shift + stream.normal()) };
  });
}

interface Outcome {
  covered: number;
  width: number;
}

/** The share of leagues in which every range holds the true ranks of its entry, and the mean width of a range. */
function leagues(name: string, truths: readonly number[], toys: number): Outcome {
  let covered = 0;
  let width = 0;
  for (let toy = 0; toy < toys; toy++) {
    const ranges = rankRanges(league(`${name}/${toy}`, truths), 'desc');
    const holds = ranges.every(({ best, worst }, i) => {
      const better = truths.filter((other) => other > truths[i]!).length;
      const notWorse = truths.filter((other) => other >= truths[i]!).length;
      return best <= better + 1 && worst >= notWorse;
    });
    if (holds) covered++;
    width += ranges.reduce((sum, { best, worst }) => sum + worst - best + 1, 0) / ranges.length / toys;
  }
  return { covered: covered / toys, width };
}

const fifty = (of: (i: number) => number): number[] => Array.from({ length: 50 }, (_, i) => of(i));

describe('rank ranges of leagues of 50', () => {
  it.each([
    ['that are all equal', fifty(() => 0)],
    ['in equal pairs', fifty((i) => 3 * Math.floor(i / 2))],
    ['0.3 sigma apart', fifty((i) => 0.3 * i)],
    ['3 sigma apart', fifty((i) => 3 * i)],
  ])('%s hold the true ranks, all at once, in 95 %% of leagues', (name, truths) => {
    const toys = 40;
    // 40 leagues: a standard deviation of 3.4 %; three of them.
    expect(leagues(name, truths, toys).covered).toBeGreaterThan(0.85);
  });

  it('are narrow where entries are far apart, and the whole league where they are equal', () => {
    expect(
      leagues(
        'far',
        fifty((i) => 20 * i),
        5,
      ).width,
    ).toBe(1);
    expect(
      leagues(
        'equal',
        fifty(() => 0),
        10,
      ).width,
    ).toBeGreaterThan(49);
  });
});

describe('rank ranges', () => {
  it('tell two equal entries apart in at most 5 % of comparisons', () => {
    let apart = 0;
    for (let toy = 0; toy < 200; toy++) {
      const [a] = rankRanges(league(`two/${toy}`, [0, 0]), 'desc');
      if (a!.best === a!.worst) apart++;
    }
    // 5 % of 200 are 10, with a standard deviation of 3.1; three of them.
    expect(apart).toBeLessThan(20);
  });

  it('of a board of 600 come from each entry and what all share, and hold at once', () => {
    const truths = Array.from({ length: 600 }, (_, i) => (i < 300 ? 0 : 30));
    for (let toy = 0; toy < 3; toy++) {
      const ranges = rankRanges(league(`large/${toy}`, truths), 'desc');
      expect(ranges.slice(300).every(({ best, worst }) => best === 1 && worst >= 300 && worst < 310)).toBe(true);
      expect(ranges.slice(0, 300).every(({ best, worst }) => best > 290 && worst === 600)).toBe(true);
    }
  });

  it('compare infinite values by their limit: above an entry far below it, not above one near it', () => {
    const stream = namedStream('infinite');
    const rates = (mean: number) => Float64Array.from({ length: 200 }, () => 1000 / Math.max(0, mean + Math.sqrt(mean) * stream.normal()));
    const infinite = { value: Infinity, replicates: Float64Array.from({ length: 200 }, (_, r) => 1000 / -Math.log((r + 0.5) / 200)) };
    const ranges = rankRanges([{ value: 10, replicates: rates(100) }, infinite, { value: 500, replicates: rates(2) }], 'desc');
    expect(ranges).toEqual([
      { rank: 3, best: 3, worst: 3 },
      { rank: 1, best: 1, worst: 2 },
      { rank: 2, best: 1, worst: 2 },
    ]);
  });
});
