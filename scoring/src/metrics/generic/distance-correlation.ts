import { sortDescending } from '../../numerics/radix-sort';
import { ScoringRefusal } from '../../refusal';

/** Gives the distance correlation of the prepared pairs for weights (>= 0) by pair. */
export type DistanceCorrelation = (weights: Uint8Array | Float64Array) => number;

/**
 * Distance correlation <AB> / sqrt(<AA> <BB>) of doubly centred absolute differences (Szekely and Rizzo 2007; the
 * form of DisCo, arXiv:2001.05310, with power 1, which is the square of Szekely's). 0 when independent, 1 when linear.
 * NaN when x or y is constant. Biased upwards by order 1 / n, as every V-statistic.
 *
 * O(n log n): x is sorted once, the sum over pairs of |dx||dy| comes from prefix sums over the ranks of y
 * (Huo and Szekely 2016), so that each set of weights costs one pass with a Fenwick tree.
 *
 * @throws ScoringRefusal `length-mismatch`, `empty`, `not-finite`
 */
export function distanceCorrelation(x: Float64Array, y: Float64Array): DistanceCorrelation {
  if (x.length !== y.length) throw new ScoringRefusal('length-mismatch', `x has ${x.length} values and y ${y.length}.`);
  if (x.length === 0) throw new ScoringRefusal('empty', 'There are no pairs.');
  const n = x.length;
  const [scaledX, scaledY] = [scaled(x), scaled(y)];
  const byX = sortDescending(scaledX).reverse();
  const rawX = Float64Array.from(byX, (i) => scaledX[i]!);
  const rawY = Float64Array.from(byX, (i) => scaledY[i]!);
  const byY = sortDescending(rawY).reverse();
  const rankOfY = new Uint32Array(n);
  for (let k = 0; k < n; k++) rankOfY[byY[k]!] = k + 1;
  const identity = Uint32Array.from({ length: n }, (_, j) => j);
  const sortedX = new Float64Array(n);
  const sortedY = new Float64Array(n);
  const w = new Float64Array(n);
  const meanX = new Float64Array(n);
  const meanY = new Float64Array(n);
  const tree = new Float64Array(4 * (n + 1));

  return (weights) => {
    let total = 0;
    for (let j = 0; j < n; j++) total += w[j] = weights[byX[j]!]!;
    centre(rawX, identity, { w, total }, sortedX);
    centre(rawY, byY, { w, total }, sortedY);
    const grandX = meanDistances(sortedX, identity, { w, total }, meanX);
    const grandY = meanDistances(sortedY, byY, { w, total }, meanY);
    let crossed = 0;
    let squaredX = 0;
    let squaredY = 0;
    for (let j = 0; j < n; j++) {
      crossed += w[j]! * meanX[j]! * meanY[j]!;
      squaredX += w[j]! * meanX[j]! * meanX[j]!;
      squaredY += w[j]! * meanY[j]! * meanY[j]!;
    }
    const covariance = pairSum({ x: sortedX, y: sortedY, rankOfY }, w, tree) / (total * total) + grandX * grandY - (2 * crossed) / total;
    const varianceX = meanSquaredDistance(sortedX, w, total) + grandX * grandX - (2 * squaredX) / total;
    const varianceY = meanSquaredDistance(sortedY, w, total) + grandY * grandY - (2 * squaredY) / total;
    return grandX === 0 || grandY === 0 ? NaN : covariance / Math.sqrt(varianceX * varianceY);
  };
}

/** The values times a power of two, which is exact, so that no sum of their products overflows or vanishes. */
function scaled(values: Float64Array): Float64Array {
  let largest = 0;
  values.forEach((value, i) => {
    if (!Number.isFinite(value)) throw new ScoringRefusal('not-finite', `Value ${i} is ${value}; every value must be a finite number.`, i);
    largest = Math.max(largest, Math.abs(value));
  });
  return inUnitsOf(largest, values);
}

function inUnitsOf(largest: number, values: Float64Array): Float64Array {
  if (largest === 0) return values;
  const exponent = Math.max(-1022, Math.floor(Math.log2(largest)) + 2);
  // In two steps, because the power itself may not be a double.
  const [first, second] = [2 ** -Math.trunc(exponent / 2), 2 ** -(exponent - Math.trunc(exponent / 2))];
  return values.map((value) => value * first * second);
}

interface Weights {
  w: Float64Array;
  total: number;
}

/**
 * Subtracts the weighted median and divides by the size of what is left. Distances keep their proportions, and neither a far value, drawn
 * or not, nor a common offset costs the others their digits, as subtracting the mean does.
 */
function centre(values: Float64Array, ascending: Uint32Array, { w, total }: Weights, into: Float64Array): void {
  let below = 0;
  let k = 0;
  for (; k < ascending.length - 1; k++) if (2 * (below += w[ascending[k]!]!) >= total) break;
  const median = values[ascending[k]!]!;
  let largest = 0;
  for (let j = 0; j < values.length; j++) {
    into[j] = w[j] === 0 ? 0 : values[j]! - median;
    largest = Math.max(largest, Math.abs(into[j]!));
  }
  into.set(inUnitsOf(largest, into));
}

/** means[j] = weighted mean over i of |v_j - v_i|, from prefix sums along ascending values; returns the grand mean. */
function meanDistances(values: Float64Array, ascending: Uint32Array, { w, total }: Weights, means: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < ascending.length; k++) sum += w[ascending[k]!]! * values[ascending[k]!]!;
  let weightBelow = 0;
  let sumBelow = 0;
  let grand = 0;
  for (let k = 0; k < ascending.length; k++) {
    const j = ascending[k]!;
    const value = values[j]!;
    const mean = (value * (2 * weightBelow - total) + sum - 2 * sumBelow) / total;
    means[j] = mean;
    grand += w[j]! * mean;
    weightBelow += w[j]!;
    sumBelow += w[j]! * value;
  }
  return grand / total;
}

function meanSquaredDistance(values: Float64Array, w: Float64Array, total: number): number {
  let sum = 0;
  let squares = 0;
  for (let j = 0; j < values.length; j++) {
    sum += w[j]! * values[j]!;
    squares += w[j]! * values[j]! * values[j]!;
  }
  return 2 * (squares / total - (sum / total) * (sum / total));
}

interface Pairs {
  x: Float64Array;
  y: Float64Array;
  rankOfY: Uint32Array;
}

/**
 * Sum over all pairs of w_i w_j |x_i - x_j| |y_i - y_j|. With x ascending, (x_j - x_i) is never negative for i < j, so
 * each term is (x_j - x_i)(y_j - y_i) with the sign of the second factor: twice the sum over those with smaller y
 * minus the sum over all. The tree holds, by rank of y, the sums of w, wx, wy and wxy.
 */
function pairSum({ x, y, rankOfY }: Pairs, w: Float64Array, tree: Float64Array): number {
  const n = x.length;
  tree.fill(0);
  let allW = 0;
  let allX = 0;
  let allY = 0;
  let allXY = 0;
  let sum = 0;
  for (let j = 0; j < n; j++) {
    const weight = w[j]!;
    if (weight === 0) continue;
    const xj = x[j]!;
    const yj = y[j]!;
    let lowW = 0;
    let lowX = 0;
    let lowY = 0;
    let lowXY = 0;
    for (let k = rankOfY[j]!; k > 0; k &= k - 1) {
      lowW += tree[4 * k]!;
      lowX += tree[4 * k + 1]!;
      lowY += tree[4 * k + 2]!;
      lowXY += tree[4 * k + 3]!;
    }
    sum += weight * (xj * yj * (2 * lowW - allW) - xj * (2 * lowY - allY) - yj * (2 * lowX - allX) + 2 * lowXY - allXY);
    const wx = weight * xj;
    const wy = weight * yj;
    const wxy = wx * yj;
    for (let k = rankOfY[j]!; k <= n; k += k & -k) {
      tree[4 * k]! += weight;
      tree[4 * k + 1]! += wx;
      tree[4 * k + 2]! += wy;
      tree[4 * k + 3]! += wxy;
    }
    allW += weight;
    allX += wx;
    allY += wy;
    allXY += wxy;
  }
  return 2 * sum;
}
