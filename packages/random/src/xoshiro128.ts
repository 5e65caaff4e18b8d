import { RandomSource } from './random-source';
import { seedWords } from './seed-words';

const { imul } = Math;

/** xoshiro128** (Blackman and Vigna 2018), seeded by a text. */
export class Xoshiro128 extends RandomSource {
  private readonly state: Uint32Array;

  constructor(seed: string) {
    super(30);
    this.state = seedWords(seed);
  }

  override bits(): number {
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

  /** In the open interval (0, 1); 53 bits. */
  override uniform(): number {
    return ((this.bits() >>> 5) * 67108864 + (this.bits() >>> 6) + 0.5) / 9007199254740992;
  }
}

function rotate(word: number, bits: number): number {
  return ((word << bits) | (word >>> (32 - bits))) >>> 0;
}
