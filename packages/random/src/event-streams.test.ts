import { deriveSeed, streamOf } from './streams';

const draws = <T>(n: number, draw: () => T): T[] => Array.from({ length: n }, draw);
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const variance = (values: number[]) => {
  const centre = mean(values);
  return mean(values.map((value) => (value - centre) ** 2));
};

describe('the stream of an event', () => {
  it('repeats to the bit for the same seed and stream, and differs for any other', () => {
    const first = draws(
      50,
      (
        (s) => () =>
          s.uniform()
      )(streamOf(42, 7)),
    );
    expect(
      draws(
        50,
        (
          (s) => () =>
            s.uniform()
        )(streamOf(42, 7)),
      ),
    ).toEqual(first);
    const others = [streamOf(42, 8), streamOf(43, 7), streamOf(42 + 2 ** 40, 7), streamOf(42, 7 + 2 ** 40)];
    for (const other of others) expect(other.uniform()).not.toBe(first[0]);
  });

  it('is uniform: flat within four standard deviations in 64 bins, also across the first draws of neighbouring streams', () => {
    const n = 64_000;
    const within = streamOf(1, 0);
    for (const draw of [
      () => within.uniform(),
      (
        (i) => () =>
          streamOf(1, i++).uniform()
      )(0),
    ]) {
      const bins = new Array<number>(64).fill(0);
      for (const value of draws(n, draw)) bins[Math.floor(value * 64)]!++;
      const chiSquare = bins.reduce((sum, count) => sum + (count - n / 64) ** 2 / (n / 64), 0);
      expect(Math.abs(chiSquare - 63)).toBeLessThan(4 * Math.sqrt(2 * 63));
    }
  });

  // Bounds are four standard errors of the statistic for this many draws.
  it('has the mean and the variance of the normal, exponential and Poisson distributions', () => {
    const n = 40_000;
    const s = streamOf(3, 0);
    const normal = draws(n, () => s.normal());
    expect(Math.abs(mean(normal))).toBeLessThan(4 / Math.sqrt(n));
    expect(Math.abs(variance(normal) - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
    expect(Math.abs(mean(normal.map((x) => x ** 4)) - 3)).toBeLessThan(4 * Math.sqrt(96 / n));
    const exponential = draws(n, () => s.exponential());
    expect(Math.abs(mean(exponential) - 1)).toBeLessThan(4 / Math.sqrt(n));
    expect(Math.abs(variance(exponential) - 1)).toBeLessThan(4 * Math.sqrt(8 / n));
    for (const mu of [0.3, 5, 95]) {
      const counts = draws(n, () => s.poisson(mu));
      expect(Math.abs(mean(counts) - mu)).toBeLessThan(4 * Math.sqrt(mu / n));
      expect(Math.abs(variance(counts) - mu)).toBeLessThan(4 * Math.sqrt((mu + 2 * mu * mu) / n));
    }
    expect(s.poisson(0)).toBe(0);
  });

  it('refuses a mean that is not a finite number >= 0', () => {
    const s = streamOf(3, 0);
    for (const mu of [-1, NaN, Infinity]) expect(() => s.poisson(mu)).toThrow(RangeError);
  });
});

describe('a derived seed', () => {
  it('is a safe integer that depends on the seed and the name', () => {
    const seeds = [deriveSeed(1, 'train'), deriveSeed(1, 'public'), deriveSeed(2, 'train')];
    expect(new Set(seeds).size).toBe(3);
    for (const seed of seeds) expect(Number.isSafeInteger(seed)).toBe(true);
    expect(deriveSeed(1, 'train')).toBe(seeds[0]);
  });
});
