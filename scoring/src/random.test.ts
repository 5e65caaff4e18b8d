import { RandomStream, fillPoissonWeights, seedWords } from './random';

function weights(seed: string, replicates: number, events: Uint32Array): Uint8Array[] {
  const rows: Uint8Array[] = [];
  for (let block = 0; 4 * block < replicates; block++) {
    const four = Array.from({ length: 4 }, () => new Uint8Array(events.length));
    fillPoissonWeights(seedWords(seed), block, events, four);
    rows.push(...four);
  }
  return rows;
}

const identity = (count: number) => Uint32Array.from({ length: count }, (_, i) => i);

describe('Poisson weights', () => {
  it('follow Poisson(1): mean, variance and the frequency of each count', () => {
    const rows = weights('check', 40, identity(20_000));
    const frequency = new Float64Array(9);
    for (const row of rows) for (const weight of row) frequency[weight]!++;
    const total = 800_000;
    let factorial = 1;
    frequency.forEach((observed, count) => {
      if (count > 0) factorial *= count;
      const expected = (total * Math.exp(-1)) / factorial;
      // Five standard deviations, and the 1.5e-4 by which the table is off where it is most.
      if (count < 8) expect(Math.abs(observed - expected)).toBeLessThan(5 * Math.sqrt(expected) + 1.5e-4 * total);
    });
    const mean = rows.flatMap((row) => [...row]).reduce((a, b) => a + b, 0) / total;
    expect(Math.abs(mean - 1)).toBeLessThan(5 / Math.sqrt(total));
  });

  it('are uncorrelated between replicates, neighbouring events, shifted events and seeds', () => {
    const count = 20_000;
    const rows = [...weights('a', 8, identity(count)), ...weights('b', 4, identity(count))];
    const limit = 5 / Math.sqrt(count);
    for (let a = 0; a < rows.length; a++) {
      for (let b = 0; b <= a; b++) {
        const [first, second] = [rows[a]!, rows[b]!];
        for (const shift of [0, 1, 2, 256, 4096]) {
          if (a === b && shift === 0) continue;
          let covariance = 0;
          for (let i = 0; i + shift < count; i++) covariance += (first[i]! - 1) * (second[i + shift]! - 1);
          expect(Math.abs(covariance / count)).toBeLessThan(limit);
        }
      }
    }
  });

  it('belong to the event, not to its position', () => {
    const forwards = weights('pair', 8, identity(1000));
    const backwards = weights('pair', 8, identity(1000).reverse());
    forwards.forEach((row, r) => expect(backwards[r]!.slice().reverse()).toEqual(row));
  });
});

describe('a random stream', () => {
  it('repeats for a seed and differs for another, even for seeds one character apart', () => {
    const draw = (seed: string) =>
      Array.from(
        { length: 5 },
        (
          (stream) => () =>
            stream.next()
        )(new RandomStream(seed)),
      );
    expect(draw('toys/1')).toEqual(draw('toys/1'));
    expect(draw('toys/1')).not.toEqual(draw('toys/2'));
    expect(draw('')).not.toEqual(draw('\0'));
  });

  it('is uniform in every one of 64 cells', () => {
    const stream = new RandomStream('cells');
    const cells = new Float64Array(64);
    for (let i = 0; i < 640_000; i++) cells[Math.floor(stream.uniform() * 64)]!++;
    const chiSquared = cells.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
    // 63 degrees of freedom: five standard deviations of sqrt(126) either side.
    expect(Math.abs(chiSquared - 63)).toBeLessThan(5 * Math.sqrt(126));
  });

  it.each([0, 0.3, 7, 29.9, 30, 1000])('draws Poisson counts of mean and variance %d', (mean) => {
    const stream = new RandomStream(`poisson/${mean}`);
    const draws = Array.from({ length: 40_000 }, () => stream.poisson(mean));
    const average = draws.reduce((a, b) => a + b, 0) / draws.length;
    const variance = draws.reduce((a, b) => a + (b - average) ** 2, 0) / draws.length;
    expect(Math.abs(average - mean)).toBeLessThanOrEqual(5 * Math.sqrt(mean / draws.length));
    // The variance of a sample variance is (mean + 2 mean^2) / n for Poisson.
    expect(Math.abs(variance - mean)).toBeLessThanOrEqual(5 * Math.sqrt((mean + 2 * mean * mean) / draws.length));
  });

  it('draws normal numbers of mean 0 and variance 1', () => {
    const stream = new RandomStream('normal');
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
