/** Sums of the same unknown numbers, each of them -1 or 1, and the sign with which each number counts in each sum. */
export interface Sums {
  signs: readonly (readonly number[])[];
  totals: readonly number[];
}

const steps = 6000;

/**
 * Numbers between -1 and 1 whose sums come nearest to the totals, by accelerated projected gradient descent. About half as many sums as
 * numbers give the signs of all.
 *
 * Source: Beck and Teboulle, "A fast iterative shrinkage-thresholding algorithm", SIAM J. Imaging Sciences 2 (2009) 183
 */
export function fitSigns({ signs, totals }: Sums): Float64Array {
  const size = signs[0]?.length ?? 0;
  const rate = 1 / (1.05 * (Math.sqrt(signs.length) + Math.sqrt(size)) ** 2);
  let fitted = new Float64Array(size);
  const ahead = new Float64Array(size);
  let momentum = 1;
  for (let step = 0; step < steps; step++) {
    const missed = signs.map((row, at) => row.reduce((sum, sign, i) => sum + sign * ahead[i]!, -totals[at]!));
    const next = ahead.map((value, i) => {
      const slope = signs.reduce((sum, row, at) => sum + row[i]! * missed[at]!, 0);
      return Math.max(-1, Math.min(1, value - rate * slope));
    });
    const after = (1 + Math.sqrt(1 + 4 * momentum ** 2)) / 2;
    next.forEach((value, i) => (ahead[i] = value + ((momentum - 1) / after) * (value - fitted[i]!)));
    [fitted, momentum] = [next, after];
  }
  return fitted;
}
