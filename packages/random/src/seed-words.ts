const { imul } = Math;

const multipliers = new Uint32Array([0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f, 0x165667b1]);

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

/** A bijection of 32-bit words with low bias (constants of C. Wellons' `lowbias32`). */
export function mix(word: number): number {
  word = imul(word ^ (word >>> 16), 0x7feb352d);
  word = imul(word ^ (word >>> 15), 0x846ca68b);
  return (word ^ (word >>> 16)) >>> 0;
}
