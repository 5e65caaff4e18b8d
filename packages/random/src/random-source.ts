import { poissonByProducts, poissonByRejection } from './poisson';

// Stored in constants wherever numbers are drawn often, because looking up a global is slow in Jest's sandbox.
const { floor, log, min, sqrt } = Math;

/** The largest mean for a single product of uniforms; for larger means its limit exp(-mean) becomes too small. */
const largestPiece = 30;

/**
 * A source of random numbers. A generator supplies random bits and uniform numbers, from which this class makes all distributions.
 */
export abstract class RandomSource {
  private spareNormal: number | null = null;

  /** @param rejectionFrom the mean from which Poisson numbers are drawn by rejection, at a cost independent of the mean */
  constructor(private readonly rejectionFrom = Infinity) {}

  /** 32 random bits as an unsigned integer. */
  abstract bits(): number;

  /** Uniform between 0 and 1; the generator documents its number of bits and whether it can be 0. */
  abstract uniform(): number;

  /** Uniform between low and high. */
  uniformIn(low: number, high: number): number {
    return low + (high - low) * this.uniform();
  }

  /** A uniform integer in 0..n-1; 1 <= n <= 2^32. The bias is below n / 2^52. */
  integer(n: number): number {
    return floor(this.uniform() * n);
  }

  /** Normal with mean 0 and variance 1 (Marsaglia's polar method, which makes two at a time). */
  normal(): number {
    if (this.spareNormal !== null) {
      const spare = this.spareNormal;
      this.spareNormal = null;
      return spare;
    }
    for (;;) {
      const u = 2 * this.uniform() - 1;
      const v = 2 * this.uniform() - 1;
      const s = u * u + v * v;
      if (s >= 1 || s === 0) continue;
      const scale = sqrt((-2 * log(s)) / s);
      this.spareNormal = v * scale;
      return u * scale;
    }
  }

  /** Exponential with mean 1. */
  exponential(): number {
    return -log(this.uniform());
  }

  /** Poisson with the given mean >= 0. Large means are drawn in parts, because sums of Poisson numbers are Poisson. */
  poisson(mean: number): number {
    if (!(mean >= 0 && mean < Infinity)) throw new RangeError(`the mean of a Poisson distribution must be finite and >= 0, not ${mean}`);
    if (mean >= this.rejectionFrom) return poissonByRejection(this, mean);
    let count = 0;
    for (let left = mean; left > 0; left -= largestPiece) count += poissonByProducts(this, min(left, largestPiece));
    return count;
  }

  /** Fisher and Yates's shuffle, in place. */
  shuffle<T>(items: { readonly length: number; [index: number]: T }): void {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      const item = items[i]!;
      items[i] = items[j]!;
      items[j] = item;
    }
  }
}
