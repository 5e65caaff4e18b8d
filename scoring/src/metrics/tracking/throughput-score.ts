/** The accuracy below which the throughput phase scores 0. */
export const minimumAccuracy = 0.5;
/** The longest mean time per event that it accepts, in s. */
const maximumSeconds = 600;

/**
 * The score of TrackML's throughput phase, sqrt(ln(1 + 600 / t) (a - 0.5)^2).
 *
 * @param accuracy mean TrackML score a over the events
 * @param secondsPerEvent mean wall time t of the per-event call
 * @returns 0 for a < 0.5; null (no valid result) for t <= 0 or t > 600; NaN in, RangeError out
 * Source: arXiv:2105.01160, marcelkunze/trackml run/main.py
 */
export function throughputScore(accuracy: number, secondsPerEvent: number): number | null {
  if (Number.isNaN(accuracy) || Number.isNaN(secondsPerEvent)) {
    throw new RangeError(`accuracy and seconds per event must be numbers, not ${accuracy} and ${secondsPerEvent}`);
  }
  if (secondsPerEvent <= 0 || secondsPerEvent > maximumSeconds) return null;
  if (accuracy < minimumAccuracy) return 0;
  return Math.sqrt(Math.log(1 + maximumSeconds / secondsPerEvent)) * (accuracy - minimumAccuracy);
}
