import { namedStream } from '@unblind/random';
import { ScoringRefusal } from '../refusal';
import { huntBumps, scanForBumps } from './bump-hunter';
import { excessProbability } from './poisson-tails';
import { pValueCalibration, typeOneRate } from './p-value-calibration';
import { poissonToys } from './poisson-toys';
import { toyPValue } from './toys';

const falling = Float64Array.from({ length: 12 }, (_, bin) => 60 * Math.exp(-bin / 4));
const widths = { from: 2, to: 4 };

describe('BumpHunter', () => {
  it('gives every window its Poisson probability, and 1 where there is no excess', () => {
    const counts = [50, 60, 30, 28, 25, 17, 13, 10, 8, 6, 5, 9];
    const { windows, statistic, best } = scanForBumps(counts, falling, widths);
    expect(windows).toHaveLength(11 + 10 + 9);
    for (const { first, width, observed, expected, pValue } of windows) {
      expect(observed).toBe(counts.slice(first, first + width).reduce((sum, n) => sum + n, 0));
      expect(pValue).toBeCloseTo(observed > expected ? excessProbability(observed, expected) : 1, 12);
    }
    expect(best.pValue).toBe(Math.min(...windows.map(({ pValue }) => pValue)));
    expect(statistic).toBeCloseTo(-Math.log(best.pValue), 12);
  });

  it('measures global p-values that are uniform without a signal', () => {
    const stream = namedStream('null experiments');
    const pValues = Array.from({ length: 100 }, (_, i) => {
      const counts = Array.from(falling, (mean) => stream.poisson(mean));
      return huntBumps(counts, falling, widths, { toys: 100, seed: `experiment ${i}` }).global.pValue;
    });
    expect(pValueCalibration(pValues).distanceProbability).toBeGreaterThan(0.01);
    expect(typeOneRate(pValues, 0.1, 0.99).covered).toBe(true);
  });

  it('claims at its stated rate with a fitted background only if the toys are fitted too', () => {
    // The fit here: the shape is known, the total is taken from the data. Fluctuations of the total are fitted away in the data, not in naive toys.
    const total = falling.reduce((sum, mean) => sum + mean, 0);
    const normalised = (counts: ArrayLike<number>) => {
      let sum = 0;
      for (let bin = 0; bin < counts.length; bin++) sum += counts[bin]!;
      return falling.map((mean) => (mean * sum) / total);
    };
    const wide = { from: 11, to: 12 };
    const stream = namedStream('fitted');
    const pairs = Array.from({ length: 120 }, (_, i) => {
      const counts = Float64Array.from(falling, (mean) => stream.poisson(mean));
      const toys = { toys: 60, seed: `experiment ${i}` };
      return [huntBumps(counts, normalised, wide, toys), huntBumps(counts, normalised(counts), wide, toys)].map(
        ({ global }) => global.pValue,
      );
    });
    const honest = pairs.map(([p = NaN]) => p);
    const naive = pairs.map(([, p = NaN]) => p);
    // Below 0.3, because spectra without any excess share p = 1.
    expect(typeOneRate(honest, 0.3, 0.99)).toMatchObject({ covered: true });
    expect(typeOneRate(naive, 0.3, 0.9999).high).toBeLessThan(0.3);
  });

  it('never says that a p-value is 0, and finds any excess finite', () => {
    const counts = Array.from(falling, Math.round).with(5, 5000);
    const hunt = huntBumps(counts, falling, widths, { toys: 50, seed: 'large' });
    expect(hunt.best.pValue).toBe(0);
    expect(Number.isFinite(hunt.statistic)).toBe(true);
    expect(hunt.global).toMatchObject({ exceeding: 0, pValue: 1 / 51, low: 0 });
    expect(hunt.global.high).toBeGreaterThan(1 / 51);
  });

  it('counts a toy that equals the data as extreme, to the last bit', () => {
    const { toyStatistics } = huntBumps([1], [4], { from: 1, to: 1 }, { toys: 500, seed: 'ties' });
    const counts = [7];
    const { global, statistic } = huntBumps(counts, [4], { from: 1, to: 1 }, { toys: 500, seed: 'ties' });
    const atLeast = toyStatistics.filter((toy) => toy > statistic - 1e-9).length;
    expect(toyStatistics.filter((toy) => Math.abs(toy - statistic) < 1e-9).length).toBeGreaterThan(10);
    expect(global.exceeding).toBe(atLeast);
  });

  it('says that nothing is unusual where nothing exceeds the background', () => {
    const hunt = huntBumps(new Array<number>(12).fill(0), falling, widths, { toys: 20, seed: 'empty' });
    expect(hunt).toMatchObject({ statistic: 0, global: { pValue: 1, exceeding: 20, high: 1 } });
  });

  it('draws the same toys from the same seed, and others from another', () => {
    const counts = Array.from(falling, Math.round);
    const statistics = (seed: string) => huntBumps(counts, falling, widths, { toys: 30, seed }).toyStatistics;
    expect(statistics('a')).toEqual(statistics('a'));
    expect(statistics('a')).not.toEqual(statistics('b'));
  });

  it('gives its toys what a scan of the same counts gives, from its tables or window by window', () => {
    const toys = { toys: 100, seed: 'same' };
    const counts = Array.from(falling, Math.round);
    const tabulated = huntBumps(counts, falling, widths, toys).toyStatistics;
    huntBumps(counts, () => falling, widths, toys).toyStatistics.forEach((statistic, i) => expect(tabulated[i]).toBeCloseTo(statistic, 12));
  });

  it('refuses bins without background, windows that do not fit, counts that are none, and no toys', () => {
    const counts = Array.from(falling, Math.round);
    expect(() => scanForBumps(counts, falling.with(3, 0), widths)).toThrow('The background of bin 3 is 0');
    expect(() => scanForBumps(counts, falling.with(3, NaN), widths)).toThrow(ScoringRefusal);
    expect(() => scanForBumps(counts.with(2, 1.5), falling, widths)).toThrow('Bin 2 holds 1.5');
    expect(() => scanForBumps(counts.slice(1), falling, widths)).toThrow('11 bins of counts and 12 of background');
    expect(() => scanForBumps([], [], widths)).toThrow('no bins');
    for (const bad of [
      { from: 0, to: 2 },
      { from: 3, to: 2 },
      { from: 2, to: 13 },
      { from: 1.5, to: 2 },
    ]) {
      expect(() => scanForBumps(counts, falling, bad)).toThrow('do not fit 12 bins');
    }
    expect(() => huntBumps(counts, falling, widths, { toys: 0, seed: 'none' })).toThrow('toys > 0');
    expect(() => toyPValue(5, 4)).toThrow(ScoringRefusal);
  });
});

describe('toy spectra', () => {
  it('are Poisson: their counts follow the tails of the distribution, small means and large', () => {
    const means = [0.02, 0.7, 12, 400, 60_000];
    const draw = poissonToys(means);
    const stream = namedStream('toys');
    const spectrum = new Float64Array(means.length);
    const toys = Array.from({ length: 4000 }, () => {
      draw(stream, spectrum);
      return spectrum.slice();
    });
    means.forEach((mean, bin) => {
      for (const cut of [Math.ceil(mean - Math.sqrt(mean)), Math.ceil(mean), Math.ceil(mean + 2 * Math.sqrt(mean))]) {
        const probability = excessProbability(cut, mean);
        const passed = toys.filter((toy) => toy[bin]! >= cut).length;
        expect(Math.abs(passed - 4000 * probability)).toBeLessThanOrEqual(4 * Math.sqrt(4000 * probability * (1 - probability)) + 1e-9);
      }
    });
  });
});

describe('the calibration of p-values', () => {
  it('takes uniform values for uniform, in any order, and squeezed ones not', () => {
    const stream = namedStream('uniform');
    const uniform = Float64Array.from({ length: 500 }, () => stream.uniform());
    const calibration = pValueCalibration(uniform);
    expect(calibration.distanceProbability).toBeGreaterThan(0.01);
    expect(pValueCalibration(uniform.toReversed())).toEqual(calibration);
    expect(pValueCalibration(uniform.map((p) => p ** 2)).distanceProbability).toBeLessThan(1e-10);
    expect(
      typeOneRate(
        uniform.map((p) => p ** 2),
        0.05,
      ),
    ).toMatchObject({ experiments: 500, covered: false });
  });

  it('finds a p-value of 0 impossible, and refuses what is no probability by its index', () => {
    expect(pValueCalibration([0, 0.5]).combinedProbability).toBe(0);
    expect(() => pValueCalibration([])).toThrow('no p-values');
    expect(() => pValueCalibration([0.1, 1.1])).toThrow('p-value 1 is 1.1');
    expect(() => typeOneRate([0.1, NaN], 0.05)).toThrow('p-value 1 is NaN');
    expect(() => typeOneRate([0.1], 2)).toThrow('alpha');
  });
});
