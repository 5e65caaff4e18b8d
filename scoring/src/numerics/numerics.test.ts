import fc from 'fast-check';
import { logGamma } from './gamma';
import { regularizedIncompleteBeta } from './incomplete-beta';
import { kolmogorovSurvival } from './kolmogorov';
import { sortDescending } from './radix-sort';

function expectRelative(actual: number, expected: number, tolerance: number): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(tolerance * Math.abs(expected));
}

// Expected values of the special functions: scipy 1.10.1.
describe('special functions', () => {
  it.each([
    [0.001, 6.907178885383853],
    [0.3, 1.0957979948180756],
    [0.5, 0.5723649429247],
    [1.7, -0.09580769740706585],
    [3.3, 0.9870985778947343],
    [20.5, 40.8315009745308],
    [1000.25, 5906.9472682711175],
    [1e6, 12815504.569147611],
  ])('ln Gamma(%d)', (x, expected) => {
    // The terms of the sum are of order 1, so that near the zeros at 1 and 2 the error is absolute.
    expect(Math.abs(logGamma(x) - expected)).toBeLessThanOrEqual(2e-14 * Math.max(1, Math.abs(expected)));
  });
});

describe('the incomplete beta function', () => {
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

  it.each([
    [140, 500, 5],
    [10, 5, 1],
    [30, 20, 3],
    [4, 5, 5],
  ])('is the binomial tail of %d and %d at odds of 1 to %d, to 1e-14', (passed, failed, tau) => {
    const exact = exactBinomialTail(BigInt(passed), BigInt(passed + failed), BigInt(tau));
    expect(Math.abs(regularizedIncompleteBeta(1 / (1 + tau), passed, failed + 1) / exact - 1)).toBeLessThan(2e-14);
  });
});

describe("Kolmogorov's distribution", () => {
  // scipy.stats.kstwo.sf, and Durbin's matrix with 40 digits where scipy takes an asymptotic form (1,000 values).
  it.each([
    [0.7, 1, 0.6000000000000001],
    [0.3, 5, 0.664],
    [0.14, 20, 0.7779803346700258],
    [0.43, 20, 0.0007091994061682039],
    [0.6, 20, 2.0483011649719853e-7],
    [0.05, 100, 0.9532159710635725],
    [0.3, 100, 1.7719869892662917e-8],
    [0.02, 1000, 0.8108971310702121],
    [0.05, 1000, 0.013012071309966894],
    [0.1, 1000, 3.703687096817711e-9],
  ])('P(D >= %d) for %d values', (d, n, expected) => {
    expectRelative(kolmogorovSurvival(n, d), expected, 1e-11);
  });

  it.each([
    [0.01, 0.9871373661366796],
    [0.02, 0.3953133626892045],
    [0.03, 0.05354694793932557],
    [0.04, 0.0032305680961256145],
    [0.05, 8.74309579589503e-5],
    [0.06, 1.0604306943365804e-6],
  ])('P(D >= %d) for 2,000 values is its limit to 2e-5', (d, expected) => {
    // scipy's form of Pelz and Good is itself good to about 1e-8 here.
    expect(Math.abs(kolmogorovSurvival(2000, d) - expected)).toBeLessThan(2e-5);
  });

  it('is certain below 1 / 2n and impossible above 1', () => {
    expect([kolmogorovSurvival(10, 0.05), kolmogorovSurvival(10, 1)]).toEqual([1, 0]);
  });
});

describe('the radix sort', () => {
  const finite = { noNaN: true, noDefaultInfinity: true };

  function expectSorted(values: Float32Array | Float64Array): void {
    const expected = Array.from(values.keys()).sort((i, j) => values[j]! - values[i]! || i - j);
    expect(Array.from(sortDescending(values))).toEqual(expected);
  }

  it('sorts any doubles downwards and keeps the order of equals', () => {
    fc.assert(fc.property(fc.array(fc.double(finite)), (values) => expectSorted(Float64Array.from(values))));
  });

  it('sorts any floats downwards and keeps the order of equals', () => {
    fc.assert(fc.property(fc.array(fc.float(finite)), (values) => expectSorted(Float32Array.from(values))));
  });

  it('takes minus zero for zero and tells subnormals apart', () => {
    expectSorted(Float64Array.from([0, -0, 5e-324, -5e-324, 0, -0]));
    expectSorted(Float32Array.from([0, -0, 1.401298464324817e-45, -1.401298464324817e-45, 0, -0]));
  });

  it('sorts heavy ties and views into larger buffers', () => {
    const values = Float32Array.from({ length: 5000 }, (_, i) => ((i * 7919) % 11) / 10 - 0.3);
    expectSorted(values);
    expectSorted(values.subarray(1001, 3007));
    expectSorted(Float64Array.from(values).subarray(3));
  });
});
