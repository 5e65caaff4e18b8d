import fc from 'fast-check';
import { deficitProbability, excessProbability, midExcessProbability, onOffProbability } from './poisson-tails';
import { ScoringRefusal } from '../refusal';

const counts = fc.integer({ min: 0, max: 500 });
const mean = fc.double({ min: 0.01, max: 500, noNaN: true });

/** P(X >= k) of n trials with probability 1 / (1 + tau) for whole tau, in exact arithmetic until the last division. */
function exactBinomialTail(k: bigint, n: bigint, tau: bigint): number {
  let tail = 0n;
  let binomial = 1n;
  for (let i = 0n; i <= n; i++) {
    if (i >= k) tail += binomial * tau ** (n - i);
    binomial = (binomial * (n - i)) / (i + 1n);
  }
  return Number((tail * 10n ** 40n) / (1n + tau) ** n) / 1e40;
}

describe('Poisson tails', () => {
  it('are the sums of their terms', () => {
    for (const b of [0.3, 4, 20]) {
      let below = 0;
      let term = Math.exp(-b);
      for (let n = 0; n < 60; n++) {
        expect(excessProbability(n, b)).toBeCloseTo(1 - below, 13);
        expect(midExcessProbability(n, b)).toBeCloseTo(1 - below - term / 2, 13);
        below += term;
        expect(deficitProbability(n, b)).toBeCloseTo(below, 13);
        term *= b / (n + 1);
      }
    }
  });

  it('fall with the count and rise with the background', () => {
    fc.assert(
      fc.property(counts, mean, (n, b) => {
        expect(excessProbability(n + 1, b)).toBeLessThanOrEqual(excessProbability(n, b));
        expect(excessProbability(n, b * 1.1)).toBeGreaterThanOrEqual(excessProbability(n, b));
        const mid = midExcessProbability(n, b);
        expect(mid).toBeLessThanOrEqual(excessProbability(n, b));
        expect(mid).toBeGreaterThanOrEqual(excessProbability(n + 1, b) * (1 - 1e-12));
      }),
    );
  });

  it('give on-off p-values that match exact arithmetic to 1e-14', () => {
    for (const [on, off, tau] of [
      [140, 500, 5],
      [10, 5, 1],
      [30, 20, 3],
      [4, 5, 5],
    ] as const) {
      const exact = exactBinomialTail(BigInt(on), BigInt(on + off), BigInt(tau));
      expect(Math.abs(onOffProbability(on, off, tau) / exact - 1)).toBeLessThan(2e-14);
    }
  });

  it('know that nothing observed is no excess, and that anything is one where nothing is expected', () => {
    expect(excessProbability(0, 5)).toBe(1);
    expect(onOffProbability(0, 5, 2)).toBe(1);
    expect([excessProbability(1, 0), excessProbability(0, 0), midExcessProbability(0, 0), midExcessProbability(2, 0)]).toEqual([
      0, 1, 0.5, 0,
    ]);
  });

  it('refuse what is no count and no mean', () => {
    for (const n of [-1, 0.5, NaN, Infinity]) expect(() => excessProbability(n, 1)).toThrow(ScoringRefusal);
    for (const b of [-1, NaN, Infinity]) expect(() => deficitProbability(1, b)).toThrow(ScoringRefusal);
    for (const tau of [0, -1, NaN, Infinity]) expect(() => onOffProbability(1, 1, tau)).toThrow(ScoringRefusal);
  });
});
