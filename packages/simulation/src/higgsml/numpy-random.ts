const stateSize = 624;
const middle = 397;

/**
 * numpy.random.RandomState, to the last bit of its integers: the Mersenne Twister (Matsumoto and Nishimura 1998) with numpy's
 * frozen legacy distributions, so that pseudo-experiments of the FAIR Universe reference can be repeated from their seeds.
 * Normals and what follows from them agree to a few units in the last place (Math.log is not the C library's).
 */
export class NumpyRandom {
  private readonly state = new Uint32Array(stateSize);
  private position = stateSize;
  private spareNormal: number | null = null;

  /** @param seed a whole number below 2^32 */
  constructor(seed: number) {
    if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32) throw new RangeError(`a seed is a whole number below 2^32, not ${seed}`);
    const { state } = this;
    state[0] = seed;
    for (let i = 1; i < stateSize; i++) state[i] = Math.imul(1812433253, state[i - 1]! ^ (state[i - 1]! >>> 30)) + i;
  }

  /** 32 uniform bits. */
  bits(): number {
    if (this.position === stateSize) this.twist();
    let y = this.state[this.position++]!;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  private twist(): void {
    const { state } = this;
    for (let i = 0; i < stateSize; i++) {
      const y = (state[i]! & 0x80000000) | (state[(i + 1) % stateSize]! & 0x7fffffff);
      state[i] = state[(i + middle) % stateSize]! ^ (y >>> 1) ^ ((y & 1) === 0 ? 0 : 0x9908b0df);
    }
    this.position = 0;
  }

  /** Uniform in [0, 1), 53 bits. */
  uniform(): number {
    return ((this.bits() >>> 5) * 67108864 + (this.bits() >>> 6)) / 9007199254740992;
  }

  /** Standard normal, by Marsaglia's polar method; the second of each pair comes first, as in numpy. */
  normal(): number {
    if (this.spareNormal !== null) {
      const spare = this.spareNormal;
      this.spareNormal = null;
      return spare;
    }
    for (;;) {
      const u = 2 * this.uniform() - 1;
      const v = 2 * this.uniform() - 1;
      const r2 = u * u + v * v;
      if (r2 >= 1 || r2 === 0) continue;
      const scale = Math.sqrt((-2 * Math.log(r2)) / r2);
      this.spareNormal = scale * u;
      return scale * v;
    }
  }

  /** Poisson with mean >= 0: products of uniforms below 10, Hoermann's PTRS rejection (1993) from there. */
  poisson(mean: number): number {
    return mean >= 10 ? this.poissonByRejection(mean) : this.poissonByProducts(mean);
  }

  private poissonByProducts(mean: number): number {
    if (mean === 0) return 0;
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
      const accepted = Math.log(v) + Math.log(inverseAlpha) - Math.log(a / (us * us) + b);
      if (accepted <= -mean + count * logMean - logFactorial(count)) return count;
    }
  }

  /** Uniform whole number 0 ... largest, by masked rejection; largest < 2^32. */
  upTo(largest: number): number {
    if (largest === 0) return 0;
    const mask = 0xffffffff >>> Math.clz32(largest);
    for (;;) {
      const value = (this.bits() & mask) >>> 0;
      if (value <= largest) return value;
    }
  }

  /** Fisher and Yates's shuffle, in place. */
  shuffle<T>(items: { length: number; [index: number]: T }): void {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.upTo(i);
      const item = items[i]!;
      items[i] = items[j]!;
      items[j] = item;
    }
  }
}

/** ln n!, by Stirling's series from 7 on. */
function logFactorial(n: number): number {
  if (n < 2) return 0;
  let x = n + 1;
  let below = 0;
  for (; x < 7; x++) below += Math.log(x);
  const inverse = 1 / x;
  const z = inverse * inverse;
  const series = 1 / 12 - z * (1 / 360 - z * (1 / 1260 - z * (1 / 1680 - z * (1 / 1188 - (z * 691) / 360360))));
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series * inverse - below;
}
