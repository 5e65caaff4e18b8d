import { logGamma } from './numerics/gamma';

/**
 * Seeded randomness. Two kinds: a counter-based Poisson(1) weight for the bootstrap, which is a pure function of
 * (seed, replicate, event), and a sequential stream for toys. Both are the same on every machine.
 */

const { imul } = Math;

/** 128 bits of state from a text, by four lanes of multiply-xor over its UTF-16 units. */
export function seedWords(seed: string): Uint32Array {
  const words = new Uint32Array([0x9e3779b9, 0x243f6a88, 0xb7e15162, 0x6a09e667]);
  for (let i = 0; i < seed.length; i++) {
    const unit = seed.charCodeAt(i);
    for (let lane = 0; lane < 4; lane++) {
      words[lane] = imul((words[lane]! ^ unit) + lane, multipliers[lane]!);
      words[lane]! ^= words[lane]! >>> 15;
    }
  }
  for (let round = 0; round < 8; round++) {
    const lane = round & 3;
    words[lane] = mix(words[lane]! ^ words[(lane + 3) & 3]! ^ seed.length);
  }
  return words;
}

const multipliers = new Uint32Array([0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f, 0x165667b1]);

/** A bijection of 32-bit words with low bias (constants of C. Wellons' `lowbias32`). */
function mix(word: number): number {
  word = imul(word ^ (word >>> 16), 0x7feb352d);
  word = imul(word ^ (word >>> 15), 0x846ca68b);
  return (word ^ (word >>> 16)) >>> 0;
}

/** How many replicates one hash of (seed, event) serves: 64 bits are four 16-bit draws. */
export const replicatesPerBlock = 4;

// How many of 65,536 equally likely draws give the weight 0, 1, ... 8. Chosen so that mean and variance are exactly
// 1; every probability is within 1.1e-4 of Poisson(1).
const weightCounts = [24106, 24116, 12052, 4018, 1004, 201, 33, 5, 1];
const weightOf = Uint8Array.from(weightCounts.flatMap((count, weight) => new Array<number>(count).fill(weight)));

/**
 * Poisson(1) weights of four consecutive replicates (4 * block ... 4 * block + 3).
 *
 * weights[k][j] depends on (seed, 4 * block + k, events[j]) only, so any two submissions scored on the same split
 * under the same seed draw the same weight for the same event, in whatever order they ask.
 *
 * @param seed words of `seedWords(seed)`
 * @param events event indices, below 2^32
 * @param weights four arrays of at least events.length, overwritten
 */
export function fillPoissonWeights(seed: Uint32Array, block: number, events: Uint32Array, weights: readonly Uint8Array[]): void {
  const [first, second, third, fourth] = weights;
  if (!first || !second || !third || !fourth) throw new RangeError('Four weight arrays are needed.');
  // Keys enter before, between and after the mixing rounds: streams of two blocks are not shifts of one another.
  const before = mix(seed[0]! ^ mix(block + 0x9e3779b9));
  const between = mix(seed[1]! ^ mix(block + 0x3c6ef372));
  const after = mix(seed[2]! ^ mix(block + 0xdaa66d2b));
  const table = weightOf;
  const count = events.length;
  for (let j = 0; j < count; j++) {
    let low = imul(events[j]! ^ before, 0x9e3779b1);
    low = imul(low ^ (low >>> 16) ^ between, 0x7feb352d);
    low = imul(low ^ (low >>> 15), 0x846ca68b);
    low ^= low >>> 16;
    let high = imul(low ^ after, 0x2c1b3c6d);
    high = imul(high ^ (high >>> 12), 0x297a2d39);
    high ^= high >>> 15;
    first[j] = table[low & 0xffff]!;
    second[j] = table[low >>> 16]!;
    third[j] = table[high & 0xffff]!;
    fourth[j] = table[high >>> 16]!;
  }
}

/** A sequential stream (xoshiro128**, Blackman and Vigna 2018) for toys and simulated experiments. */
export class RandomStream {
  private readonly state: Uint32Array;

  constructor(seed: string) {
    this.state = seedWords(seed);
  }

  /** 32 uniform bits. */
  next(): number {
    const s = this.state;
    const result = imul(rotate(imul(s[1]!, 5), 7), 9) >>> 0;
    const shifted = s[1]! << 9;
    s[2]! ^= s[0]!;
    s[3]! ^= s[1]!;
    s[1]! ^= s[2]!;
    s[0]! ^= s[3]!;
    s[2]! ^= shifted;
    s[3] = rotate(s[3]!, 11);
    return result;
  }

  /** Uniform on the open interval (0, 1), 53 bits. */
  uniform(): number {
    return ((this.next() >>> 5) * 67108864 + (this.next() >>> 6) + 0.5) / 9007199254740992;
  }

  /** Standard normal, by Box and Muller's transformation. */
  normal(): number {
    return Math.sqrt(-2 * Math.log(this.uniform())) * Math.cos(2 * Math.PI * this.uniform());
  }

  /** Uniform integer below `bound` (1 ... 2^32), without modulo bias. */
  integer(bound: number): number {
    return Math.floor(this.uniform() * bound);
  }

  /** Poisson with any mean >= 0: products of uniforms below 30, Hoermann's PTRS rejection (1993) above. */
  poisson(mean: number): number {
    return mean < 30 ? this.poissonByProducts(mean) : this.poissonByRejection(mean);
  }

  private poissonByProducts(mean: number): number {
    const limit = Math.exp(-mean);
    let count = 0;
    for (let product = this.uniform(); product > limit; product *= this.uniform()) count++;
    return count;
  }

  private poissonByRejection(mean: number): number {
    const logMean = Math.log(mean);
    const b = 0.931 + 2.53 * Math.sqrt(mean);
    const a = -0.059 + 0.02483 * b;
    const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
    const squeeze = 0.9277 - 3.6224 / (b - 2);
    for (;;) {
      const u = this.uniform() - 0.5;
      const v = this.uniform();
      const us = 0.5 - Math.abs(u);
      const count = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
      if (us >= 0.07 && v <= squeeze) return count;
      if (count < 0 || (us < 0.013 && v > us)) continue;
      const accepted = Math.log(v * inverseAlpha) - Math.log(a / (us * us) + b);
      if (accepted <= count * logMean - mean - logGamma(count + 1)) return count;
    }
  }
}

function rotate(word: number, bits: number): number {
  return ((word << bits) | (word >>> (32 - bits))) >>> 0;
}
