import { rankScores } from '../ranked-scores';
import { everyThreshold } from '../roc-points';
import { rocCurve } from '../roc';

/** For each event, the fraction of events of the other class that it is correctly ranked against; ties count one half. */
interface Placements {
  readonly auc: number;
  readonly byEvent: Float64Array;
}

interface AucComparison {
  readonly difference: number;
  readonly standardError: number;
}

/**
 * Standard error of the AUC by DeLong, DeLong and Clarke-Pearson (Biometrics 44, 1988): the analytic counterpart of the
 * bootstrap. Needs two events of each class, else NaN.
 */
export function aucStandardError(labels: Uint8Array, scores: Float32Array | Float64Array): number {
  return Math.sqrt(covariance(labels, placements(labels, scores), placements(labels, scores)));
}

/** The difference of two AUCs on the same events; its error includes the correlation due to the shared events. */
export function compareAucs(labels: Uint8Array, a: Float32Array | Float64Array, b: Float32Array | Float64Array): AucComparison {
  const [first, second] = [placements(labels, a), placements(labels, b)];
  const variance = covariance(labels, first, first) + covariance(labels, second, second) - 2 * covariance(labels, first, second);
  return { difference: first.auc - second.auc, standardError: Math.sqrt(Math.max(0, variance)) };
}

function placements(labels: Uint8Array, scores: Float32Array | Float64Array): Placements {
  const ranked = rankScores(labels, scores);
  const points = everyThreshold(ranked);
  const roc = rocCurve(ranked, points);
  const signals = roc.signal.at(-1)!;
  const backgrounds = roc.background.at(-1)!;
  const byEvent = new Float64Array(ranked.size);
  let sum = 0;
  for (let k = 1; k < points.length; k++) {
    const backgroundBelow = 1 - (roc.background[k]! + roc.background[k - 1]!) / (2 * backgrounds);
    const signalAbove = (roc.signal[k]! + roc.signal[k - 1]!) / (2 * signals);
    for (let j = points[k - 1]!; j < points[k]!; j++) {
      byEvent[ranked.order[j]!] = ranked.isSignal[j] === 1 ? backgroundBelow : signalAbove;
      if (ranked.isSignal[j] === 1) sum += backgroundBelow;
    }
  }
  return { auc: sum / signals, byEvent };
}

/** Sum over classes of the covariance of the placements within the class, each divided by the size of the class. */
function covariance(labels: Uint8Array, a: Placements, b: Placements): number {
  const sums = [0, 0];
  const counts = [0, 0];
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!;
    sums[label]! += (a.byEvent[i]! - a.auc) * (b.byEvent[i]! - b.auc);
    counts[label]!++;
  }
  return sums[0]! / (counts[0]! * (counts[0]! - 1)) + sums[1]! / (counts[1]! * (counts[1]! - 1));
}
