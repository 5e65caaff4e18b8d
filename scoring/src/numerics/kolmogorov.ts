import { logGamma } from './gamma';

const exactUpTo = 1000;

/**
 * P(D_n >= d) of Kolmogorov's two-sided statistic for n independent uniform values.
 *
 * In the tail (n d^2 > 4) twice Smirnov's one-sided probability, which is too large by less than 1e-10 of itself; else for
 * n <= 1000 one minus Durbin's matrix form (Marsaglia, Tsang, Wang, J. Stat. Softw. 8, 18, 2003), good to 1e-13; for more
 * values Kolmogorov's limit with J. Vrbik's correction of its argument (2018), good to 2e-5.
 */
export function kolmogorovSurvival(n: number, d: number): number {
  if (d <= 0.5 / n) return 1;
  if (d >= 1) return 0;
  if (n * d * d > 4) return Math.min(1, 2 * smirnovSurvival(n, d));
  return n <= exactUpTo ? 1 - durbinCdf(n, d) : limitSurvival(n, d);
}

/** P(D+ >= d) = d sum_j C(n, j) (d + j/n)^(j-1) (1 - d - j/n)^(n-j) over j <= n (1 - d): no cancellation. */
function smirnovSurvival(n: number, d: number): number {
  let sum = 0;
  for (let j = 0; j <= Math.floor(n * (1 - d)); j++) {
    const x = d + j / n;
    const logBinomial = logGamma(n + 1) - logGamma(j + 1) - logGamma(n - j + 1);
    // The last term has 0^0 where n d is whole.
    const remaining = n - j > 0 ? (n - j) * Math.log1p(-Math.min(1, x)) : 0;
    sum += Math.exp(logBinomial + (j - 1) * Math.log(x) + remaining);
  }
  return d * sum;
}

function limitSurvival(n: number, d: number): number {
  const plain = d * Math.sqrt(n);
  const x = plain + 1 / (6 * Math.sqrt(n)) + (plain - 1) / (4 * n);
  let sum = 0;
  for (let k = 1; k <= 100; k++) sum += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * x * x);
  return Math.min(1, Math.max(0, sum));
}

function durbinCdf(n: number, d: number): number {
  const k = Math.ceil(n * d);
  const size = 2 * k - 1;
  const h = k - n * d;
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size; i++) for (let j = 0; j < Math.min(size, i + 2); j++) matrix[i * size + j] = 1;
  for (let i = 0; i < size; i++) {
    matrix[i * size]! -= h ** (i + 1);
    matrix[(size - 1) * size + i]! -= h ** (size - i);
  }
  if (2 * h > 1) matrix[(size - 1) * size]! += (2 * h - 1) ** size;
  for (let i = 0; i < size; i++) {
    let factorial = 1;
    for (let j = i; j >= 0; j--) {
      factorial *= i - j + 1;
      matrix[i * size + j]! /= factorial;
    }
  }
  const raised = power(matrix, size, n);
  let exponent = raised.exponent;
  let cdf = raised.values[(k - 1) * size + k - 1]!;
  for (let i = 1; i <= n; i++) {
    cdf *= i / n;
    if (cdf < 1e-140) {
      cdf *= 1e140;
      exponent -= 140;
    }
  }
  return cdf * 10 ** exponent;
}

interface Scaled {
  values: Float64Array;
  exponent: number;
}

function power(matrix: Float64Array, size: number, n: number): Scaled {
  if (n === 1) return { values: matrix, exponent: 0 };
  const half = power(matrix, size, n >>> 1);
  let values = multiply(half.values, half.values, size);
  if (n % 2 === 1) values = multiply(values, matrix, size);
  const centre = values[(size >>> 1) * (size + 1)]!;
  if (centre <= 1e140) return { values, exponent: 2 * half.exponent };
  return { values: values.map((value) => value * 1e-140), exponent: 2 * half.exponent + 140 };
}

function multiply(a: Float64Array, b: Float64Array, size: number): Float64Array {
  const product = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < size; k++) {
      const factor = a[i * size + k]!;
      for (let j = 0; j < size; j++) product[i * size + j]! += factor * b[k * size + j]!;
    }
  }
  return product;
}
