import { pValueText } from '@unblind/contracts';
import { type CalibrationBinning, expectedCalibrationError } from '../metrics/tagging/calibration';
import { boundsOfSquare, calibrationSquare, deviationOfSquare, measureCalibration } from '../metrics/tagging/calibration-square';
import type { Prepared } from './metric-table';

/** So that most of the bins hold more than a few events of each class. */
const fewestEvents = 500;

/** A square as the length that it is the square of; below 0 it keeps its sign, so that replicates lie on both sides of 0. */
const root = (square: number): number => Math.sign(square) * Math.sqrt(Math.abs(square));
const atLeastZero = (square: number): number => Math.sqrt(Math.max(0, square));

/**
 * The calibration error as boards show it: the root of `calibrationSquare`, with the interval of the true squares that agree with it, and
 * the test of calibration in its note. Resampling adds noise of its own to a square, so the replicates are narrowed to its error.
 *
 * @param weigh the weights of the binning's positions, all classes equal, of the weights by event or position
 * @param classOf the class at each position
 */
export function calibrationError<Weighted>(
  binning: CalibrationBinning,
  weigh: (weighted: Weighted) => Float64Array,
  { how, classOf }: { how: string; classOf: Uint8Array },
): Prepared<Weighted> {
  return {
    evaluate: (weighted) => calibrationSquare(binning, weigh(weighted)),
    fewestEvents,
    finish: (nominal, replicates) => {
      const weights = weigh(nominal);
      const plain = expectedCalibrationError(binning, weights);
      const measured = measureCalibration(binning, weights, classOf);
      const { low, high } = boundsOfSquare(measured);
      const { square, pValue } = measured;
      const note =
        `Root of the mean square over ${how}, without the noise of the bins; with it, as a mean of absolute values: ` +
        `${plain.toPrecision(3)}. Calibrated: ${pValueText(pValue, 0.001)}.`;
      return {
        value: atLeastZero(square),
        low: replicates && atLeastZero(low),
        high: replicates && atLeastZero(high),
        replicates: replicates && narrowed(replicates, square, deviationOfSquare(measured)).map(root),
        note,
      };
    },
  };
}

/** Replicates with the value as their mean and the standard deviation that is wanted. */
function narrowed(replicates: Float64Array, value: number, deviation: number): Float64Array {
  const mean = replicates.reduce((sum, each) => sum + each, 0) / replicates.length;
  const variance = replicates.reduce((sum, each) => sum + (each - mean) ** 2, 0) / replicates.length;
  const scale = variance > 0 ? deviation / Math.sqrt(variance) : 0;
  return replicates.map((each) => value + scale * (each - mean));
}
