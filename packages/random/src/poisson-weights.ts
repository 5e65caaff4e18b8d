import { mix } from './seed-words';

const { imul } = Math;

/** Number of replicates from one hash of (seed, event): 64 bits give four 16-bit draws. */
export const replicatesPerBlock = 4;

// The number of 65,536 equally likely draws that give the weight 0, 1, ... 8, chosen so that mean and variance are exactly
// 1; every probability is within 1.1e-4 of Poisson(1).
const weightCounts = [24106, 24116, 12052, 4018, 1004, 201, 33, 5, 1];
const weightOf = Uint8Array.from(weightCounts.flatMap((count, weight) => new Array<number>(count).fill(weight)));

/**
 * Poisson(1) weights of four consecutive replicates (4 * block ... 4 * block + 3).
 *
 * weights[k][j] depends on (seed, 4 * block + k, events[j]) only, so any two submissions scored on the same split
 * with the same seed get the same weight for the same event, in any order of events.
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
