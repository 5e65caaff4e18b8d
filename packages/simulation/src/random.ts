// Hoisted here and in the jets: looking up a global is slow inside the sandboxes that tests run in.
const { exp, floor, imul, log, min, sqrt } = Math;

/**
 * Seeded random numbers. A stream is named by (seed, stream number), and two streams are independent: an event that draws
 * from the stream of its own index comes out the same whatever was generated before it, in whichever chunk or thread.
 *
 * The generator is sfc32 (Chris Doty-Humphrey, PractRand): 128 bits of state, integer arithmetic only, so equal on every machine.
 */
export class RandomStream {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;
  private spareNormal: number | null = null;

  /** @param seed any safe integer @param stream any non-negative safe integer, for instance the index of the event */
  constructor(seed: number, stream: number) {
    if (!Number.isSafeInteger(seed) || !Number.isSafeInteger(stream)) throw new RangeError('seed and stream must be safe integers');
    const low = seed | 0;
    const high = floor(seed / 2 ** 32) | 0;
    this.a = mix(low ^ mix(stream | 0));
    this.b = mix(high ^ mix(this.a ^ 0x9e3779b9));
    this.c = mix(floor(stream / 2 ** 32) ^ mix(this.b ^ 0x85ebca6b));
    for (let round = 0; round < 12; round++) this.bits();
  }

  /** 32 random bits as an unsigned integer. */
  bits(): number {
    const sum = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** Uniform in the open interval (0, 1): never exactly 0 or 1, so its logarithm is finite. 52 bits. */
  uniform(): number {
    return ((this.bits() >>> 6) * 2 ** 26 + (this.bits() >>> 6) + 0.5) * 2 ** -52;
  }

  /** Uniform in (low, high). */
  uniformIn(low: number, high: number): number {
    return low + (high - low) * this.uniform();
  }

  /** A uniform integer in 0..n-1; 1 <= n <= 2^32. The bias is below n / 2^52. */
  integer(n: number): number {
    return floor(this.uniform() * n);
  }

  /** Normal with mean 0 and variance 1 (Marsaglia's polar method). */
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

  /**
   * Poisson with the given mean >= 0. Knuth's product of uniforms on pieces of mean <= 30 (sums of Poisson numbers are Poisson):
   * exact, with a cost that grows with the mean.
   */
  poisson(mean: number): number {
    if (!(mean >= 0 && mean < Infinity)) throw new RangeError(`the mean of a Poisson distribution must be finite and >= 0, not ${mean}`);
    let count = 0;
    for (let left = mean; left > 0; left -= 30) {
      const limit = exp(-min(left, 30));
      for (let product = this.uniform(); product > limit; product *= this.uniform()) count++;
    }
    return count;
  }
}

/** A new seed for a named part of a data set, such as a split: the same name gives the same seed, another name an unrelated one. */
export function deriveSeed(seed: number, name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = imul(hash ^ name.charCodeAt(i), 0x01000193);
  const stream = new RandomStream(seed, hash >>> 0);
  return (stream.bits() >>> 11) * 2 ** 32 + stream.bits();
}

/** The finaliser of MurmurHash3: every input bit moves every output bit. */
function mix(value: number): number {
  let h = value | 0;
  h = imul(h ^ (h >>> 16), 0x85ebca6b);
  h = imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
