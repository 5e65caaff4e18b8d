import { namedStream } from './streams';

describe('a stream that is known by its name', () => {
  it('repeats for a seed and differs for another, even for seeds one character apart', () => {
    const draw = (seed: string) =>
      Array.from(
        { length: 5 },
        (
          (stream) => () =>
            stream.bits()
        )(namedStream(seed)),
      );
    expect(draw('toys/1')).toEqual(draw('toys/1'));
    expect(draw('toys/1')).not.toEqual(draw('toys/2'));
    expect(draw('')).not.toEqual(draw('\0'));
  });

  it('is uniform in every one of 64 cells', () => {
    const stream = namedStream('cells');
    const cells = new Float64Array(64);
    for (let i = 0; i < 640_000; i++) cells[Math.floor(stream.uniform() * 64)]!++;
    const chiSquared = cells.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
    // 63 degrees of freedom: five standard deviations of sqrt(126) either side.
    expect(Math.abs(chiSquared - 63)).toBeLessThan(5 * Math.sqrt(126));
  });

  it.each([0, 0.3, 7, 29.9, 30, 1000])('draws Poisson counts of mean and variance %d', (mean) => {
    const stream = namedStream(`poisson/${mean}`);
    const draws = Array.from({ length: 40_000 }, () => stream.poisson(mean));
    const average = draws.reduce((a, b) => a + b, 0) / draws.length;
    const variance = draws.reduce((a, b) => a + (b - average) ** 2, 0) / draws.length;
    expect(Math.abs(average - mean)).toBeLessThanOrEqual(5 * Math.sqrt(mean / draws.length));
    // The variance of a sample variance is (mean + 2 mean^2) / n for Poisson.
    expect(Math.abs(variance - mean)).toBeLessThanOrEqual(5 * Math.sqrt((mean + 2 * mean * mean) / draws.length));
  });

  it('draws normal numbers of mean 0 and variance 1', () => {
    const stream = namedStream('normal');
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < 100_000; i++) {
      const value = stream.normal();
      sum += value;
      squares += value * value;
    }
    expect(Math.abs(sum / 100_000)).toBeLessThan(5 / Math.sqrt(100_000));
    expect(Math.abs(squares / 100_000 - 1)).toBeLessThan(5 * Math.sqrt(2 / 100_000));
  });
});
