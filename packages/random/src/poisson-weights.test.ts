import { fillPoissonWeights } from './poisson-weights';
import { seedWords } from './seed-words';

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
