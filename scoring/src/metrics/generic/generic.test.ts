import fc from 'fast-check';
import { distanceCorrelation } from './distance-correlation';
import { jensenShannonDivergence } from './jensen-shannon';

const histogram = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 6, maxLength: 6 }).filter((bins) => bins.some((bin) => bin > 0));

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

describe('the Jensen-Shannon divergence of histograms', () => {
  it('lies between 0 for equal and 1 for disjoint shapes, and is symmetric', () => {
    fc.assert(
      fc.property(histogram, histogram, (p, q) => {
        const divergence = jensenShannonDivergence(p, q);
        expect(divergence).toBeGreaterThanOrEqual(0);
        expect(divergence).toBeLessThanOrEqual(1 + 1e-15);
        expect(divergence).toBeCloseTo(jensenShannonDivergence(q, p), 14);
        const scaled = p.map((bin) => 3 * bin);
        expect(jensenShannonDivergence(p, scaled)).toBeCloseTo(0, 14);
        expect(jensenShannonDivergence([...p, 0], [0, ...p.map(() => 0)].fill(1, 6))).toBeCloseTo(1, 14);
      }),
    );
  });

  it('is undefined for empty histograms, refused for negative contents and different numbers of bins', () => {
    expect(jensenShannonDivergence([0, 0], [1, 2])).toBeNaN();
    expect(() => jensenShannonDivergence([1, -1], [1, 2])).toThrow('Bin 1 holds -1');
    expect(() => jensenShannonDivergence([1], [1, 2])).toThrow('1 and 2 bins');
  });
});
