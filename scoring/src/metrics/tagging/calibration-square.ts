import { unifiedRegion } from '../../intervals/unified';
import { chiSquareSurvival } from '../../numerics/incomplete-gamma';
import type { CalibrationBinning } from './calibration';

/** The mean over events of the squared miscalibration of their bin, without noise, and the moments of its estimator. */
export interface CalibrationSquare {
  /** Unbiased: below 0 where the bins scatter less than their noise. */
  readonly square: number;
  /** Variance and third cumulant of `square` where nothing is miscalibrated, and what each unit of the true square adds to them. */
  readonly variance: { readonly noise: number; readonly added: number };
  readonly third: { readonly noise: number; readonly added: number };
  /** The chance that a calibrated model scatters as much. */
  readonly pValue: number;
}

/**
 * The mean over events of (fraction - mean confidence)^2 in their bin, without the noise of the bins: with the differences d = hit -
 * confidence of a bin, ((sum w d)^2 - sum (w d)^2) / ((sum w)^2 - sum w^2) has the square of the true difference as its mean, because it
 * pairs no event with itself. 0 where every bin is calibrated, whatever the number of events; a bin with a single event says nothing.
 *
 * The plain expected calibration error is a mean of absolute values, which noise alone makes larger: sqrt(bins / n) for a calibrated model.
 *
 * Source: the debiased estimator of Kumar, Liang and Ma, "Verified Uncertainty Calibration", NeurIPS 2019, arXiv:1909.10155, section 5
 */
export function calibrationSquare(binning: CalibrationBinning, weights: Uint8Array | Float64Array): number {
  let total = 0;
  let sum = 0;
  for (const bin of binSums(binning, weights)) {
    total += bin.weight;
    const pairs = bin.weight * bin.weight - bin.squaredWeights;
    if (pairs > 0) sum += (bin.weight * (bin.difference * bin.difference - bin.squaredDifferences)) / pairs;
  }
  return sum / total;
}

/**
 * The same with its errors and the test of calibration: the bins' scatter against their noise, a sum of chi^2 of unequal weights (Satterthwaite).
 *
 * @param classOf the class of each position; the weights of each sum to 1, so that the fluctuation of their shares moves nothing
 */
export function measureCalibration(binning: CalibrationBinning, weights: Float64Array, classOf: Uint8Array): CalibrationSquare {
  const square = calibrationSquare(binning, weights);
  const bins = binSums(binning, weights);
  const total = bins.reduce((sum, { weight }) => sum + weight, 0);
  const noises = bins.map(noiseOf);
  // The share of each bin in the noise of the square.
  const shares = bins.map(({ weight }, b) => (weight / total) * noises[b]!);
  const sumOf = (of: (share: number, b: number) => number) => shares.reduce((sum, share, b) => sum + of(share, b), 0);
  const [noise, squares] = [sumOf((share) => share), sumOf((share) => share ** 2)];
  const common = commonNoise(binning, weights, classOf, bins);
  const mean = (of: (share: number) => number) => sumOf((share, b) => (bins[b]!.weight / total) * of(share));
  return {
    square,
    variance: { noise: 2 * squares, added: 4 * common * mean((share) => share) },
    third: { noise: 8 * sumOf((share) => share ** 3), added: 24 * common * mean((share) => share ** 2) },
    pValue: squares > 0 ? chiSquareSurvival(((square + noise) * noise) / squares, (noise * noise) / squares) : NaN,
  };
}

/** Variance of the mean difference of a bin; 0 for a single event, which says nothing. */
function noiseOf({ weight, difference, squaredWeights, squaredDifferences }: BinSums): number {
  const pairs = weight * weight - squaredWeights;
  const mean = difference / weight;
  return pairs > squaredWeights * 1e-9 ? Math.max(0, squaredDifferences - mean * mean * squaredWeights) / pairs : 0;
}

/**
 * The variance of what is linear in the bins' fluctuations, in units of what it would be if the bins fluctuated alone: less, because classes
 * whose weights are fixed take a fluctuation that all bins share out of them.
 */
function commonNoise(binning: CalibrationBinning, weights: Float64Array, classOf: Uint8Array, bins: readonly BinSums[]): number {
  const classes = Array.from({ length: 256 }, () => ({ events: 0, sum: 0, squares: 0 }));
  let alone = 0;
  for (const { bin, start, end } of binning.ranges) {
    const mean = bins[bin]!.difference / bins[bin]!.weight;
    for (let j = start; j < end; j++) {
      const difference = binning.hit[j]! - binning.confidence[j]!;
      const influence = weights[j]! * (2 * mean * difference - mean * mean);
      const own = classes[classOf[j]!]!;
      own.events++;
      own.sum += influence;
      own.squares += influence * influence;
      alone += (2 * weights[j]! * mean * (difference - mean)) ** 2;
    }
  }
  const within = classes.reduce((sum, own) => (own.events > 0 ? sum + own.squares - own.sum ** 2 / own.events : sum), 0);
  return alone > 0 ? within / alone : 1;
}

/**
 * The 68 % interval of the true square, which cannot be negative: those whose distribution of the estimate, a normal one with its skewness
 * (Cornish and Fisher's first term), accepts what was found.
 */
export function boundsOfSquare(measured: CalibrationSquare): { low: number; high: number } {
  const { square, variance } = measured;
  if (!(variance.noise > 0)) return { low: Math.max(0, square), high: Math.max(0, square) };
  const place = (truth: number) => {
    const deviation = Math.sqrt(variance.noise + truth * variance.added);
    const skewness = (measured.third.noise + truth * measured.third.added) / deviation ** 3;
    const z = (square - truth) / deviation;
    const region = unifiedRegion(truth / deviation);
    // Monotonic only up to here, which is beyond any region.
    const far = 3 / Math.max(1e-9, skewness);
    const straight = z > far ? Infinity : z - (skewness / 6) * (z * z - 1);
    return straight > region.to ? 1 : straight < region.from ? -1 : 0;
  };
  const beyond = Math.max(0, square) + 10 * deviationOfSquare(measured) + 10 * variance.added;
  const edge = (isBelow: (where: number) => boolean) => {
    let [low, high] = [0, beyond];
    for (let step = 0; step < 50; step++) {
      const middle = (low + high) / 2;
      if (isBelow(place(middle))) low = middle;
      else high = middle;
    }
    return low;
  };
  return { low: place(0) <= 0 ? 0 : edge((where) => where > 0), high: edge((where) => where >= 0) };
}

/** The standard deviation of `square` where it is the true one. */
export const deviationOfSquare = ({ square, variance }: CalibrationSquare): number =>
  Math.sqrt(variance.noise + variance.added * Math.max(0, square));

interface BinSums {
  weight: number;
  squaredWeights: number;
  difference: number;
  squaredDifferences: number;
}

function binSums({ bins, ranges, confidence, hit }: CalibrationBinning, weights: Uint8Array | Float64Array): BinSums[] {
  const sums = Array.from({ length: bins }, () => ({ weight: 0, squaredWeights: 0, difference: 0, squaredDifferences: 0 }));
  for (const { bin, start, end } of ranges) {
    const sum = sums[bin]!;
    for (let j = start; j < end; j++) {
      const weight = weights[j]!;
      const weighted = weight * (hit[j]! - confidence[j]!);
      sum.weight += weight;
      sum.squaredWeights += weight * weight;
      sum.difference += weighted;
      sum.squaredDifferences += weighted * weighted;
    }
  }
  return sums;
}
