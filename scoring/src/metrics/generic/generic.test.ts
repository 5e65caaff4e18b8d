import fc from 'fast-check';
import { namedStream } from '@unblind/random';
import { distanceCorrelation } from './distance-correlation';
import { frechetSampleDistance } from './frechet';
import { gaussianScore } from './gaussian-score';
import { jensenShannonDivergence } from './jensen-shannon';
import { maximumMeanDiscrepancy } from './kernel-distance';
import { separationPower } from './separation-power';
import { kullbackLeiblerDivergence, shapeChiSquared } from './shape-comparison';
import { meanFeatureWasserstein, wassersteinDistance } from './wasserstein';

const reals = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 1, maxLength: 30 });
const histogram = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 6, maxLength: 6 }).filter((bins) => bins.some((bin) => bin > 0));

function normalPoints(count: number, seed: string, shift = 0) {
  const stream = namedStream(seed);
  return { values: Float64Array.from({ length: 3 * count }, () => shift + stream.normal()), dimension: 3 };
}

/** The definition, with both matrices of distances doubly centred under the weights. */
function distanceCorrelationByMatrices(x: Float64Array, y: Float64Array, w: Uint8Array): number {
  const total = w.reduce((sum, weight) => sum + weight, 0);
  const centre = (v: Float64Array) => {
    const rows = Array.from(v, (a) => v.reduce((sum, b, j) => sum + w[j]! * Math.abs(a - b), 0) / total);
    const grand = rows.reduce((sum, row, i) => sum + w[i]! * row, 0) / total;
    return Array.from(v, (a, i) => Array.from(v, (b, j) => Math.abs(a - b) - rows[i]! - rows[j]! + grand));
  };
  const [A, B] = [centre(x), centre(y)];
  const mean = (P: number[][], Q: number[][]) =>
    P.reduce((sum, row, i) => sum + row.reduce((own, p, j) => own + w[i]! * w[j]! * p * Q[i]![j]!, 0), 0);
  return mean(A, B) / Math.sqrt(mean(A, A) * mean(B, B));
}

describe('distance correlation', () => {
  it('is what the doubly centred matrices give, for any weights', () => {
    const pair = fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 }), fc.integer({ min: 0, max: 4 }));
    fc.assert(
      fc.property(fc.array(pair, { minLength: 4, maxLength: 40 }), (pairs) => {
        const [x, y] = [0, 1].map((k) => Float64Array.from(pairs, (values) => values[k as 0 | 1]));
        const w = Uint8Array.from(pairs, (values) => values[2]);
        const kept = pairs.filter((values) => values[2] > 0);
        fc.pre(new Set(kept.map(([a]) => a)).size > 1 && new Set(kept.map(([, b]) => b)).size > 1);
        // Both are differences of sums of order 100.
        expect(distanceCorrelation(x!, y!)(w)).toBeCloseTo(distanceCorrelationByMatrices(x!, y!, w), 10);
      }),
    );
  });

  it('is undefined for constants and refuses NaN by index', () => {
    expect(distanceCorrelation(Float64Array.of(1, 2, 3), Float64Array.of(5, 5, 5))(Uint8Array.of(1, 1, 1))).toBeNaN();
    expect(() => distanceCorrelation(Float64Array.of(1, 2), Float64Array.of(5, NaN))).toThrow('Value 1 is NaN');
  });
});

describe('Wasserstein-1', () => {
  it('is the shift of a shifted sample, symmetric, and zero for a sample and itself', () => {
    fc.assert(
      fc.property(reals, reals, fc.integer({ min: -50, max: 50 }), (u, v, shift) => {
        const [a, b] = [Float64Array.from(u), Float64Array.from(v)];
        expect(wassersteinDistance(a, a)).toBe(0);
        expect(wassersteinDistance(a, b)).toBeCloseTo(wassersteinDistance(b, a), 12);
        expect(
          wassersteinDistance(
            a,
            a.map((value) => value + shift),
          ),
        ).toBeCloseTo(Math.abs(shift), 10);
      }),
    );
  });

  it('averages over features, and refuses infinity and empty samples', () => {
    expect(meanFeatureWasserstein(Float64Array.of(0, 0, 0, 0), Float64Array.of(1, 3, 1, 3), 2)).toBe(2);
    expect(() => wassersteinDistance(Float64Array.of(1, Infinity), Float64Array.of(1))).toThrow('Value 1 (row 1) is Infinity.');
    expect(() => wassersteinDistance(Float64Array.of(), Float64Array.of(1))).toThrow('At least 1 points are needed; 0 came.');
    expect(() => meanFeatureWasserstein(Float64Array.of(1, 2, 3), Float64Array.of(1, 2), 2)).toThrow('do not form whole rows of');
  });
});

describe('distances of samples', () => {
  it('are near zero for one distribution and grow with a shift', () => {
    const [x, same, far] = [normalPoints(400, 'x'), normalPoints(400, 'y'), normalPoints(400, 'z', 1)];
    expect(frechetSampleDistance(x, x)).toBeCloseTo(0, 10);
    expect(frechetSampleDistance(x, same)).toBeLessThan(0.1);
    // Three features, each shifted by 1: |difference of means|^2 = 3, known to about 0.25 from 400 points.
    expect(Math.abs(frechetSampleDistance(x, far) - 3)).toBeLessThan(1);
    expect(Math.abs(maximumMeanDiscrepancy(x, same))).toBeLessThan(1);
    expect(maximumMeanDiscrepancy(x, far)).toBeGreaterThan(3);
  });

  it('refuse different spaces, broken rows and too few points', () => {
    const x = normalPoints(4, 'x');
    expect(() => frechetSampleDistance(x, { ...x, dimension: 4 })).toThrow('The samples have 3 and 4 features.');
    expect(() => maximumMeanDiscrepancy(x, { values: new Float64Array(3), dimension: 3 })).toThrow('At least 2 points are needed; 1 came.');
    expect(() => maximumMeanDiscrepancy(x, { values: new Float64Array(7), dimension: 3 })).toThrow('do not form whole rows of');
    const spoilt = { ...x, values: x.values.slice().fill(NaN, 5, 6) };
    expect(() => frechetSampleDistance(spoilt, x)).toThrow('Value 5 (row 1) is NaN.');
  });
});

describe('comparisons of histograms', () => {
  it('lie between 0 for equal and 1 for disjoint shapes, and are symmetric', () => {
    fc.assert(
      fc.property(histogram, histogram, (p, q) => {
        for (const distance of [jensenShannonDivergence, separationPower]) {
          expect(distance(p, q)).toBeGreaterThanOrEqual(0);
          expect(distance(p, q)).toBeLessThanOrEqual(1 + 1e-15);
          expect(distance(p, q)).toBeCloseTo(distance(q, p), 14);
          expect(
            distance(
              p,
              p.map((bin) => 3 * bin),
            ),
          ).toBeCloseTo(0, 14);
          expect(distance([...p, 0], [0, ...p.map(() => 0)].fill(1, 6))).toBeCloseTo(1, 14);
        }
      }),
    );
  });

  it('are infinite where the reference is empty, undefined for empty histograms, refused for negative contents', () => {
    expect(kullbackLeiblerDivergence([1, 1], [1, 0])).toBe(Infinity);
    expect(shapeChiSquared([1, 1], [1, 0])).toBe(Infinity);
    expect(shapeChiSquared([1, 0], [1, 0])).toBe(0);
    for (const compare of [jensenShannonDivergence, separationPower, kullbackLeiblerDivergence, shapeChiSquared]) {
      expect(compare([0, 0], [1, 2])).toBeNaN();
      expect(() => compare([1, -1], [1, 2])).toThrow('Bin 1 holds -1');
      expect(() => compare([1], [1, 2])).toThrow('1 and 2 bins');
    }
  });
});

describe('the score of estimates with uncertainties', () => {
  it('is best for honest uncertainties and refuses ones that are not positive', () => {
    const truth = Float64Array.of(0.3, 0.8);
    const predicted = Float64Array.of(0.32, 0.79);
    const score = (sigma: number) => gaussianScore(predicted, Float64Array.of(sigma, sigma), truth, 2);
    expect(score(0.0158)).toBeGreaterThan(score(0.005));
    expect(score(0.0158)).toBeGreaterThan(score(0.05));
    expect(() => gaussianScore(predicted, Float64Array.of(0.1, 0), truth, 2)).toThrow('Value 1 is 0.79 +- 0');
    expect(() => gaussianScore(predicted, Float64Array.of(0.1), truth, 2)).toThrow('Expected 2 values');
    expect(() => gaussianScore(new Float64Array(0), new Float64Array(0), new Float64Array(0), 2)).toThrow('no rows');
  });
});
