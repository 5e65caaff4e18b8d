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

/** What a square is measured on. */
export interface CalibratedEvents {
  readonly binning: CalibrationBinning;
  /** By position; those of each class sum to 1, so that the fluctuation of their shares moves nothing. */
  readonly weights: Float64Array;
  readonly classOf: Uint8Array;
}

function squareOf({ shares, means, noise }: NoisyBins): number {
  return means.reduce((sum, mean, b) => sum + (noise[b] ? shares[b]! * (mean * mean - noise[b][b]!) : 0), 0);
}

/**
 * The mean over events of (fraction - mean confidence)^2 in their bin, without the noise of the bins: the square of each bin's mean difference
 * d = hit - confidence, less the variance of that mean. 0 on average where every bin is calibrated, whatever the number of events; a bin with
 * a single event says nothing. As the weight of each class is fixed, only the scatter within classes is noise.
 *
 * The plain expected calibration error is a mean of absolute values, which noise alone makes larger: sqrt(bins / n) for a calibrated model.
 *
 * With it come its errors and the test of calibration: the bins' scatter against their noise, a sum of chi^2 of unequal weights (Satterthwaite).
 *
 * Source: the debiased estimator of Kumar, Liang and Ma, "Verified Uncertainty Calibration", NeurIPS 2019, arXiv:1909.10155, section 5, for
 * classes of fixed weight
 */
export function measureCalibration(of: CalibratedEvents): CalibrationSquare {
  const bins = noisyBins(of);
  const { shares, means } = bins;
  const square = squareOf(bins);
  // The noise of each bin and between bins, times their shares: traces of its powers are the cumulants of a sum of squares.
  const matrix = bins.noise.map((row, b) => (row ?? []).map((noise) => shares[b]! * noise));
  const trace = (of: (b: number) => number) => shares.reduce((sum, _, b) => sum + of(b), 0);
  const at = (a: number, b: number) => matrix[a]?.[b] ?? 0;
  const product = shares.map((_, a) => shares.map((__, b) => trace((c) => at(a, c) * at(c, b))));
  const noise = trace((b) => at(b, b));
  const squares = trace((b) => product[b]![b]!);
  const cubes = trace((a) => trace((b) => product[a]![b]! * at(b, a)));
  const alone = trace((b) => means[b]! ** 2 * shares[b]! * at(b, b));
  const common = alone > 0 ? linearNoise(of, bins) / alone : 1;
  const mean = (of: (share: number) => number) => trace((b) => shares[b]! * of(at(b, b)));
  return {
    square,
    variance: { noise: 2 * squares, added: 4 * common * mean((share) => share) },
    third: { noise: 8 * cubes, added: 24 * common * mean((share) => share ** 2) },
    pValue: squares > 0 ? chiSquareSurvival(((square + noise) * noise) / squares, (noise * noise) / squares) : NaN,
  };
}

/** A quarter of the variance of what is linear in the bins' fluctuations, that of the bins' weights included. */
function linearNoise({ binning, weights, classOf }: CalibratedEvents, { means, total }: NoisyBins): number {
  const classes = Array.from({ length: 256 }, () => ({ events: 0, sum: 0, squares: 0 }));
  for (const { bin, start, end } of binning.ranges) {
    const mean = means[bin]!;
    for (let j = start; j < end; j++) {
      const influence = (weights[j]! / total) * (mean * (binning.hit[j]! - binning.confidence[j]!) - mean ** 2 / 2);
      const own = classes[classOf[j]!]!;
      own.events++;
      own.sum += influence;
      own.squares += influence * influence;
    }
  }
  return classes.reduce((sum, own) => (own.events > 0 ? sum + own.squares - own.sum ** 2 / own.events : sum), 0);
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
const deviationOfSquare = ({ square, variance }: CalibrationSquare): number =>
  Math.sqrt(variance.noise + variance.added * Math.max(0, square));

/**
 * The square in replicates, for differences and means: the square that is measured, minus what the fluctuations of a replicate's bins about those of
 * the sample add to it. As noise adds more to a square than it takes away, values from which it is subtracted tell where the true square lies,
 * and resampled squares do not: those of a calibrated model have twice the noise, whose shape is another.
 *
 * @returns a function of a replicate's weights
 */
export function squareInReplicates(of: CalibratedEvents): (weights: Float64Array) => number {
  const bins = noisyBins(of);
  const square = squareOf(bins);
  const { shares, means } = bins;
  const mean = (value: (b: number) => number) => shares.reduce((sum, share, b) => sum + share * value(b), 0);
  const { variance } = measureCalibration(of);
  // The bins' differences without their noise, and with hardly any where the square is within its own.
  const plain = mean((b) => means[b]! ** 2);
  const shrunk = plain > 0 ? Math.sqrt((Math.max(0, square) * square ** 2) / (square ** 2 + variance.noise) / plain) : 0;
  return (drawn) => {
    const moved = binSums(of.binning, drawn).map(({ weight, difference }, b) => (weight > 0 ? difference / weight - means[b]! : 0));
    return square - mean((b) => moved[b]! ** 2 - (bins.noise[b]?.[b] ?? 0) + 2 * shrunk * means[b]! * moved[b]!);
  };
}

interface NoisyBins {
  /** The weight of all bins, and each bin's share of it. */
  total: number;
  shares: number[];
  /** The mean of hit - confidence in each bin; 0 in an empty one. */
  means: number[];
  /** Covariance of the means; null for a bin that says nothing. */
  noise: (number[] | null)[];
}

function noisyBins({ binning, weights, classOf }: CalibratedEvents): NoisyBins {
  const sums = binSums(binning, weights);
  const total = sums.reduce((sum, { weight }) => sum + weight, 0);
  const means = sums.map(({ weight, difference }) => (weight > 0 ? difference / weight : 0));
  const eventsOf = new Uint32Array(256);
  const squares = new Float64Array(binning.bins);
  /** By class and bin: the sum of what differs from the bin's mean. */
  const sumsOf = new Map<number, Float64Array>();
  for (const { bin, start, end } of binning.ranges) {
    for (let j = start; j < end; j++) {
      const label = classOf[j]!;
      const rest = weights[j]! * (binning.hit[j]! - binning.confidence[j]! - means[bin]!);
      eventsOf[label]!++;
      squares[bin]! += rest * rest;
      let own = sumsOf.get(label);
      if (!own) sumsOf.set(label, (own = new Float64Array(binning.bins)));
      own[bin]! += rest;
    }
  }
  const between = (a: number, b: number) => [...sumsOf].reduce((sum, [label, of]) => sum + (of[a]! * of[b]!) / eventsOf[label]!, 0);
  const pairs = sums.map(({ weight, squaredWeights }) => {
    const paired = weight * weight - squaredWeights;
    return paired > squaredWeights * 1e-9 ? paired : 0;
  });
  const noise = pairs.map((paired, a) =>
    paired === 0
      ? null
      : pairs.map((other, b) => {
          if (other === 0) return 0;
          return a === b ? Math.max(0, squares[a]! - between(a, a)) / paired : -between(a, b) / Math.sqrt(paired * other);
        }),
  );
  return { total, shares: sums.map(({ weight }) => weight / total), means, noise };
}

interface BinSums {
  weight: number;
  squaredWeights: number;
  difference: number;
}

function binSums({ bins, ranges, confidence, hit }: CalibrationBinning, weights: Float64Array): BinSums[] {
  const sums = Array.from({ length: bins }, () => ({ weight: 0, squaredWeights: 0, difference: 0 }));
  for (const { bin, start, end } of ranges) {
    const sum = sums[bin]!;
    for (let j = start; j < end; j++) {
      const weight = weights[j]!;
      sum.weight += weight;
      sum.squaredWeights += weight * weight;
      sum.difference += weight * (hit[j]! - confidence[j]!);
    }
  }
  return sums;
}
