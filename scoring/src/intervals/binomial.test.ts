import { regularizedIncompleteBeta } from '../numerics/incomplete-beta';
import { binomialInterval, jeffreysInterval, oneSigma } from './binomial';

/** P(X <= k) of a binomial distribution, by its definition. */
function cumulative(k: number, n: number, p: number): number {
  let term = (1 - p) ** n;
  let sum = term;
  for (let i = 1; i <= k; i++) {
    term *= ((n - i + 1) / i) * (p / (1 - p));
    sum += term;
  }
  return sum;
}

describe('binomial intervals', () => {
  it('have exactly the tail probability at their bounds', () => {
    const tail = (1 - oneSigma) / 2;
    for (const n of [1, 2, 7, 40, 100]) {
      for (const k of [0, 1, Math.floor(n / 3), n - 1, n]) {
        const { low, high } = binomialInterval(k, n);
        // The sums of the check itself are good to about 1e-12.
        if (k > 0) expect(Math.abs(1 - cumulative(k - 1, n, low) - tail)).toBeLessThan(1e-11);
        if (k < n) expect(Math.abs(cumulative(k, n, high) - tail)).toBeLessThan(1e-11);
      }
    }
  });

  it('has the closed form where nothing or everything passed', () => {
    expect(binomialInterval(0, 10).low).toBe(0);
    expect(binomialInterval(10, 10).high).toBe(1);
    expect(binomialInterval(0, 10).high).toBeCloseTo(1 - ((1 - oneSigma) / 2) ** (1 / 10), 13);
  });

  it('is symmetric under exchange of pass and fail, and close to the normal interval for many trials', () => {
    const { low, high } = binomialInterval(300, 1000);
    const mirrored = binomialInterval(700, 1000);
    expect(mirrored.low).toBeCloseTo(1 - high, 13);
    expect(mirrored.high).toBeCloseTo(1 - low, 13);
    // The half-widths differ from sqrt(p (1 - p) / n) by terms of order 1 / n.
    expect(Math.abs((high - low) / 2 - Math.sqrt((0.3 * 0.7) / 1000))).toBeLessThan(1e-3);
  });

  it('of Jeffreys has half the tail of a Beta(k + 1/2, n - k + 1/2) on each side, and no end beyond 0 and 1', () => {
    const { low, high } = jeffreysInterval(3, 10);
    expect(regularizedIncompleteBeta(low, 3.5, 7.5)).toBeCloseTo((1 - oneSigma) / 2, 12);
    expect(1 - regularizedIncompleteBeta(high, 3.5, 7.5)).toBeCloseTo((1 - oneSigma) / 2, 12);
    expect([jeffreysInterval(0, 10).low, jeffreysInterval(10, 10).high]).toEqual([0, 1]);
    expect(() => jeffreysInterval(3, 2)).toThrow(RangeError);
  });

  it('says that nothing is known without trials, and refuses what is no count', () => {
    expect(binomialInterval(0, 0)).toEqual({ low: 0, high: 1 });
    expect(() => binomialInterval(3, 2)).toThrow(RangeError);
    expect(() => binomialInterval(0.5, 2)).toThrow(RangeError);
  });

  it('rests on an incomplete beta function that matches its polynomial form for whole a and b', () => {
    // I_x(2, 3) = x^2 (6 - 8 x + 3 x^2)
    for (const x of [0, 0.01, 0.3, 0.5, 0.9, 1]) {
      expect(regularizedIncompleteBeta(x, 2, 3)).toBeCloseTo(x * x * (6 - 8 * x + 3 * x * x), 13);
    }
  });
});
