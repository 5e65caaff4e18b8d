import { RandomSource } from './random-source';

const stateSize = 624;
const middle = 397;

/**
 * numpy.random.RandomState, to the last bit of its integers: the Mersenne Twister (Matsumoto and Nishimura 1998) with numpy's
 * frozen legacy distributions, so that pseudo-experiments of the FAIR Universe reference can be repeated from their seeds.
 * Normal numbers and values derived from them agree to a few units in the last place (Math.log differs from the C library's).
 */
export class NumpyStream extends RandomSource {
  private readonly state = new Uint32Array(stateSize);
  private position = stateSize;
  private firstOfPair: number | null = null;

  /** @param seed a whole number below 2^32 */
  constructor(seed: number) {
    super(10);
    if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32) throw new RangeError(`a seed is a whole number below 2^32, not ${seed}`);
    const { state } = this;
    state[0] = seed;
    for (let i = 1; i < stateSize; i++) state[i] = Math.imul(1812433253, state[i - 1]! ^ (state[i - 1]! >>> 30)) + i;
  }

  override bits(): number {
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

  /** In [0, 1); 53 bits. */
  override uniform(): number {
    return ((this.bits() >>> 5) * 67108864 + (this.bits() >>> 6)) / 9007199254740992;
  }

  /** numpy returns the second of each pair first. */
  override normal(): number {
    if (this.firstOfPair !== null) {
      const first = this.firstOfPair;
      this.firstOfPair = null;
      return first;
    }
    this.firstOfPair = super.normal();
    return super.normal();
  }

  /** By masked rejection, without bias. */
  override integer(n: number): number {
    const largest = n - 1;
    if (largest === 0) return 0;
    const mask = 0xffffffff >>> Math.clz32(largest);
    for (;;) {
      const value = (this.bits() & mask) >>> 0;
      if (value <= largest) return value;
    }
  }
}
