import type { RandomSource } from '@unblind/random';
import type { Sums } from './signs';

/** More would take more than some seconds. */
const mostExact = 42;

/** How many signs so many sums can give: a sum of n signs has ln(pi e n / 2) / 2 nats, of which a part is spare. */
export function signsIn(sums: number): number {
  const bits = (n: number) => (sums * Math.log2((Math.PI * Math.E * n) / 2)) / 2;
  return Array.from({ length: mostExact }, (_, at) => at + 1).reduce((best, n) => (bits(n) >= 1.4 * n + 2 ? n : best), 0);
}

/**
 * The mean of all assignments of -1 and 1 that have exactly these totals; null where none has. All the sums are joined to one with large
 * random factors, and each half of the signs is looked up for the other half.
 */
export function exactSigns({ signs, totals }: Sums, random: RandomSource): Float64Array | null {
  const size = signs[0]?.length ?? 0;
  const factors = totals.map(() => random.integer(2 ** 32) * 2 ** 8 + random.integer(2 ** 8));
  const joined = (values: readonly number[]) => values.reduce((sum, value, at) => sum + value * factors[at]!, 0);
  const weights = Array.from({ length: size }, (_, i) => joined(signs.map((row) => row[i]!)));
  const half = size >> 1;
  const left = sumsOf(weights.slice(0, half));
  const right = sumsOf(weights.slice(half));
  const target = joined(totals);
  const byValue = Uint32Array.from(left.keys()).sort((a, b) => left[a]! - left[b]!);
  const mean = new Float64Array(size);
  let found = 0;
  right.forEach((value, others) => {
    for (let at = firstAtLeast(byValue, left, target - value); left[byValue[at] ?? -1] === target - value; at++) {
      const choice = (i: number) => ((i < half ? byValue[at]! >> i : others >> (i - half)) & 1) * 2 - 1;
      if (!signs.every((row, k) => row.reduce((sum, sign, i) => sum + sign * choice(i), 0) === totals[k])) continue;
      found++;
      for (let i = 0; i < size; i++) mean[i]! += choice(i);
    }
  });
  return found === 0 ? null : mean.map((sum) => sum / found);
}

/** Of all assignments: bit i of the index says whether weight i counts with 1 or -1. */
function sumsOf(weights: readonly number[]): Float64Array {
  const sums = new Float64Array(2 ** weights.length);
  sums[0] = -weights.reduce((sum, weight) => sum + weight, 0);
  weights.forEach((weight, i) => {
    for (let from = 0; from < 2 ** i; from++) sums[from + 2 ** i] = sums[from]! + 2 * weight;
  });
  return sums;
}

function firstAtLeast(order: Uint32Array, values: Float64Array, wanted: number): number {
  let [low, high] = [0, order.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[order[middle]!]! < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
