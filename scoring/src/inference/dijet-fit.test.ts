import { type RandomSource, namedStream } from '@unblind/random';
import { ScoringRefusal } from '../refusal';
import { fitDijetSpectrum } from './dijet-fit';
import { expectedSum, fitLogLinear } from './log-linear-fit';

const edges = Array.from({ length: 36 }, (_, i) => 2500 + 100 * i);
const collisionEnergy = 13_000;
const masked = [8, 9, 10, 11];
/** ln p1, p2, p3 (, p4) of a spectrum that falls as the LHC Olympics' does. */
const truth = { 3: [4.41, 10.5, 4.78], 4: [2.3, 8.8, 6.5, 0.42] } as const;

function spectrum(parameters: readonly number[]): number[] {
  const [logNorm = 0, p2 = 0, p3 = 0, p4 = 0] = parameters;
  return edges.slice(1).map((edge) => {
    const x = (edge - 50) / collisionEnergy;
    return Math.exp(logNorm + p2 * Math.log(1 - x) - (p3 + p4 * Math.log(x)) * Math.log(x));
  });
}

function toy(means: number[], stream: RandomSource): number[] {
  return means.map((mean) => stream.poisson(mean));
}

const fit = (counts: number[], parameters: 3 | 4) => fitDijetSpectrum({ edges, counts, masked, collisionEnergy }, parameters);

describe('the dijet fit', () => {
  it('finds the function again that made the spectrum, to the rounding of its counts', () => {
    for (const parameters of [3, 4] as const) {
      const large = spectrum(truth[parameters]).map((mean) => Math.round(mean * 1e9));
      const { parameters: found } = fit(large, parameters);
      found.forEach((value, k) => expect(value - (k === 0 ? Math.log(1e9) : 0)).toBeCloseTo(truth[parameters][k]!, 5));
    }
  });

  it('is at the maximum: the residuals are orthogonal to every column', () => {
    const counts = toy(spectrum(truth[4]), namedStream('orthogonal'));
    const { expected } = fit(counts, 4);
    for (const column of [() => 1, (x: number) => Math.log(1 - x), Math.log, (x: number) => Math.log(x) ** 2]) {
      const terms = counts.map((n, bin) =>
        masked.includes(bin) ? 0 : (n - expected[bin]!) * column((edges[bin]! + 50) / collisionEnergy),
      );
      const sum = terms.reduce((total, term) => total + term, 0);
      expect(Math.abs(sum)).toBeLessThan(1e-5 * Math.sqrt(counts.reduce((total, n) => total + n, 0)));
    }
  });

  it('does not look at the masked bins', () => {
    const counts = toy(spectrum(truth[3]), namedStream('masked'));
    const withSignal = counts.map((n, bin) => n + (masked.includes(bin) ? 1000 : 0));
    expect(fit(withSignal, 3)).toMatchObject({ parameters: fit(counts, 3).parameters, chiSquared: fit(counts, 3).chiSquared });
  });

  it.each([3, 4] as const)('predicts the signal region with pulls of width 1, %d parameters', (parameters) => {
    const means = spectrum(truth[parameters]);
    const expected = masked.reduce((sum, bin) => sum + means[bin]!, 0);
    const stream = namedStream(`pulls ${parameters}`);
    const toys = 400;
    let [mean, square, probability] = [0, 0, 0];
    for (let i = 0; i < toys; i++) {
      const result = fit(toy(means, stream), parameters);
      const { events, uncertainty } = expectedSum(result, masked);
      const pull = (events - expected) / uncertainty;
      mean += pull / toys;
      square += pull ** 2 / toys;
      probability += result.chiSquaredProbability / toys;
      expect(result.decrement).toBeLessThan(1e-12);
    }
    // Four standard errors of a mean and of a variance of 400 normal values, and of the mean of 400 uniform ones.
    expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(toys));
    expect(Math.abs(square - 1)).toBeLessThan(4 * Math.sqrt(2 / toys));
    expect(Math.abs(probability - 0.5)).toBeLessThan(4 / Math.sqrt(12 * toys) + 0.02);
  });

  it('fits better with one more parameter, never worse', () => {
    const stream = namedStream('nested');
    for (let i = 0; i < 20; i++) {
      const counts = toy(spectrum(truth[3]), stream);
      expect(fit(counts, 4).deviance).toBeLessThanOrEqual(fit(counts, 3).deviance + 1e-9);
    }
  });

  it('refuses a spectrum that has no maximum, and says so', () => {
    expect(() => fit(new Array<number>(35).fill(0), 3)).toThrow('needs at least as many filled bins; only 0 bins are filled');
    const two = edges.slice(1).map((_, bin) => (bin < 2 ? 5 : 0));
    expect(() => fit(two, 3)).toThrow(ScoringRefusal);
  });

  it('refuses counts, edges and masks that are none, by their bin', () => {
    const counts = toy(spectrum(truth[3]), namedStream('refusals'));
    const refused = (change: object) => () => fitDijetSpectrum({ edges, counts, masked, collisionEnergy, ...change }, 3);
    expect(refused({ counts: counts.with(4, -1) })).toThrow('Bin 4 holds -1');
    expect(refused({ counts: counts.with(4, NaN) })).toThrow('Bin 4 holds NaN');
    expect(refused({ counts: counts.slice(1) })).toThrow('34 bins need 35 edges, but 36 came');
    expect(refused({ edges: edges.with(7, 100) })).toThrow('Bin 6 from 3100 to 100');
    expect(refused({ edges: edges.with(7, 3210) })).toThrow('must have one width');
    expect(refused({ collisionEnergy: 5000 })).toThrow('between 0 and 5000');
    expect(refused({ masked: [35] })).toThrow('Bin 35 cannot be masked');
  });

  it('refuses columns that say the same thing twice', () => {
    const column = Float64Array.of(1, 2, 3, 4);
    expect(() => fitLogLinear([column, column.map((value) => 2 * value)], [1, 2, 3, 4], new Uint8Array(4))).toThrow('Column 1');
  });
});
