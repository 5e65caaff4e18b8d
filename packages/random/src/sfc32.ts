import { RandomSource } from './random-source';

const { floor, imul } = Math;

/** sfc32 (Chris Doty-Humphrey, PractRand): 128 bits of state, integer arithmetic only, so equal on every machine. */
export class Sfc32 extends RandomSource {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  /** @param seed any safe integer @param stream any non-negative safe integer */
  constructor(seed: number, stream: number) {
    super();
    if (!Number.isSafeInteger(seed) || !Number.isSafeInteger(stream)) throw new RangeError('seed and stream must be safe integers');
    const low = seed | 0;
    const high = floor(seed / 2 ** 32) | 0;
    this.a = mix(low ^ mix(stream | 0));
    this.b = mix(high ^ mix(this.a ^ 0x9e3779b9));
    this.c = mix(floor(stream / 2 ** 32) ^ mix(this.b ^ 0x85ebca6b));
    for (let round = 0; round < 12; round++) this.bits();
  }

  override bits(): number {
    const sum = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** In the open interval (0, 1), so that its logarithm is finite; 52 bits. */
  override uniform(): number {
    return ((this.bits() >>> 6) * 2 ** 26 + (this.bits() >>> 6) + 0.5) * 2 ** -52;
  }
}

/** The finaliser of MurmurHash3: every input bit affects every output bit. */
function mix(value: number): number {
  let h = value | 0;
  h = imul(h ^ (h >>> 16), 0x85ebca6b);
  h = imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
