import { pValueText } from '@unblind/contracts';
import { type CalibrationBinning, expectedCalibrationError } from '../metrics/tagging/calibration';
import { boundsOfSquare, measureCalibration, squareInReplicates } from '../metrics/tagging/calibration-square';
import type { Prepared } from './metric-table';

/** So that most of the bins hold more than a few events of each class. */
const fewestEvents = 500;

/**
 * A square as the length that it is the square of. Within its noise, where a root would be steep and no difference of two of them have the
 * spread that it seems to have, it turns into a multiple of the square, which keeps its sign.
 */
const lengthOf = (square: number, noise: number): number => (square === 0 ? 0 : square / Math.sqrt(Math.abs(square) + noise));
const atLeastZero = (square: number): number => Math.sqrt(Math.max(0, square));

/**
 * The calibration error as boards show it: the root of `measureCalibration`'s square, with the interval of the true squares that agree with it, and
 * the test of calibration in its note.
 *
 * @param weigh the weights of the binning's positions, all classes equal, of the weights by event or position
 * @param nominal the weights without resampling, by the binning's positions
 * @param classOf the class at each position
 */
export function calibrationError<Weighted>(
  binning: CalibrationBinning,
  weigh: (weighted: Weighted) => Float64Array,
  { how, classOf, nominal: weights }: { how: string; classOf: Uint8Array; nominal: Float64Array },
): Prepared<Weighted> {
  const of = { binning, weights, classOf };
  const replicate = squareInReplicates(of);
  const measured = measureCalibration(of);
  return {
    evaluate: () => measured.square,
    replicate: (weighted) => replicate(weigh(weighted)),
    fewestEvents,
    finish: (_nominal, replicates) => {
      const plain = expectedCalibrationError(binning, weights);
      const { low, high } = boundsOfSquare(measured);
      const { square, pValue, variance } = measured;
      const note =
        `Root of the mean square over ${how}, without the noise of the bins; with it, as a mean of absolute values: ` +
        `${plain.toPrecision(3)}. Calibrated: ${pValueText(pValue, 0.001)}.`;
      return {
        value: atLeastZero(square),
        low: replicates && atLeastZero(low),
        high: replicates && atLeastZero(high),
        replicates: replicates?.map((each) => lengthOf(each, Math.sqrt(variance.noise))) ?? null,
        note,
      };
    },
  };
}
