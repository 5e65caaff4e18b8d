import fc from 'fast-check';
import { logGamma } from './gamma';
import { logLowerGamma, regularizedGamma } from './incomplete-gamma';
import { kolmogorovSurvival } from './kolmogorov';
import { normalCdf, normalSignificance, normalSurvival } from './normal';
import { sortDescending } from './radix-sort';
import { symmetricEigen } from './symmetric-eigen';

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

  it.each([
    [0.5, 0.1, 0.34527915398142317, 0.6547208460185768],
    [0.5, 3, 0.9856941215645704, 0.014305878435429641],
    [1, 1, 0.6321205588285577, 0.36787944117144245],
    [5, 2, 0.052653017343711125, 0.9473469826562889],
    [10, 5, 0.03182805730620481, 0.9681719426937951],
    [10, 30, 0.9999928782491372, 7.121750862815593e-6],
    [100, 100, 0.5132987982791487, 0.48670120172085135],
    [1000, 1100, 0.9989406767460701, 0.0010593232539299773],
    [100_000, 99_500, 0.05674182321279226, 0.9432581767872077],
    [3, 1e-8, 1.6666666541666534e-25, 1],
    [62_500, 60_000, 1.928000528967706e-24, 1],
  ])('the incomplete gamma functions of (%d, %d)', (a, x, lower, upper) => {
    const result = regularizedGamma(a, x);
    // A few roundings, of an exponent of up to 55 too.
    const tolerance = 3e-14;
    expectRelative(result.lower, lower, tolerance);
    expectRelative(result.upper, upper, tolerance);
  });

  it.each([
    [-8, 0.9999999999999993],
    [-1.5, 0.9331927987311419],
    [-0.3, 0.6179114221889526],
    [0, 0.5],
    [0.5, 0.3085375387259869],
    [1, 0.15865525393145707],
    [2.5, 0.006209665325776132],
    [5, 2.866515718791933e-7],
    [8.2, 1.2019351542735735e-16],
    [20, 2.7536241186061556e-89],
    [37, 5.7255712225239266e-300],
  ])('the normal survival probability of %d', (z, expected) => {
    // At z = 37 the exponent is 684, of which one rounding is 1e-13.
    expectRelative(normalSurvival(z), expected, 3e-13);
    expectRelative(normalCdf(-z), expected, 3e-13);
  });

  it.each([
    [1e-300, 37.0470962993612],
    [1e-50, 14.933337534788487],
    [2.8665157187919333e-7, 5.000000000000001],
    [0.00135, 2.9999769927033935],
    [0.02, 2.053748910631823],
    [0.3, 0.5244005127080409],
    [0.49999, 2.5066282748960008e-5],
    [0.5, 0],
    [0.6, -0.2533471031357997],
    [0.999, -3.090232306167813],
    [0.999999999, -5.997807019601637],
  ])('the significance of a p-value of %d', (p, expected) => {
    // Near p = 1/2 what is left of 1/2 - p carries the error, so it is absolute there.
    expect(Math.abs(normalSignificance(p) - expected)).toBeLessThan(2e-14 * Math.max(1, Math.abs(expected)));
  });

  it('has infinite significances at the ends and none outside', () => {
    expect([0, 1, -0.1, 1.1, NaN].map(normalSignificance)).toEqual([Infinity, -Infinity, NaN, NaN, NaN]);
  });
});

describe('the logarithm of a lower incomplete gamma function', () => {
  it('agrees with the function, and goes on where that underflows', () => {
    for (const [a, x] of [
      [10, 5],
      [100, 100],
      [62_500, 60_000],
    ] as const) {
      expect(logLowerGamma(a, x)).toBeCloseTo(Math.log(regularizedGamma(a, x).lower), 12);
    }
    expect(regularizedGamma(2000, 500).lower).toBe(0);
    // Summed with 40 digits.
    expectRelative(logLowerGamma(2000, 500), -1277.0206935481176, 1e-12);
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

describe('the eigenvalues of a symmetric matrix', () => {
  it('rebuild the matrix', () => {
    const size = 5;
    const entries = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: size * size, maxLength: size * size });
    fc.assert(
      fc.property(entries, (raw) => {
        const matrix = Float64Array.from(raw, (_, i) => raw[Math.min(i, (i % size) * size + Math.floor(i / size))]!);
        const { values, vectors } = symmetricEigen(matrix, size);
        for (let i = 0; i < size; i++) {
          for (let j = 0; j < size; j++) {
            let sum = 0;
            for (let k = 0; k < size; k++) sum += vectors[i * size + k]! * values[k]! * vectors[j * size + k]!;
            expect(Math.abs(sum - matrix[i * size + j]!)).toBeLessThan(1e-12);
          }
        }
      }),
    );
  });
});
