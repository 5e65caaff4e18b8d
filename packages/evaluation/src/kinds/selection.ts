import { ParticipantFault } from '@unblind/contracts';
import type { FormValues } from '@unblind/contracts';
import { normaliseWeights, scoreSelection, type SelectionPredictions } from '@unblind/scoring';
import { entriesOf, type PartOfSplit } from '../parts/divided-split';
import { takeRows, type Range } from '../parts/take-rows';
import type { Predictions } from '../predictions';
import type { Kind } from './kind';
import { readFile } from './read-file';
import { scoresPerRow } from './scores';
import { floatsOf, tensorOf, truthColumn, truthTensor } from './tensors';

/** The threshold on a model's score if the submission states none. */
const defaultThreshold = 0.5;

/**
 * Event selection for a discovery (HiggsML 2014): a score with a threshold, or Kaggle's columns EventId, RankOrder, Class. Truth:
 * `labels`, `weights`, `event_ids`.
 */
export const selection: Kind = {
  ...scoresPerRow,
  readFile,
  async score({ split, predictions, form, context }) {
    const eventIds = (await truthTensor(split, 'event_ids')).data;
    const truth = {
      eventIds: BigInt64Array.from(eventIds, BigInt),
      isSignal: Uint8Array.from(await truthColumn(split, 'labels')),
      weights: await truthColumn(split, 'weights'),
    };
    const sent = predictions.scores
      ? applyThreshold(truth.eventIds, floatsOf(predictions, 'scores'), thresholdOf(form))
      : kaggleColumns(predictions);
    return scoreSelection(truth, sent, context);
  },
  truthOfPart: weighedAsWhole,
  predictionsOfPart: kaggleRowsOfPart,
};

function thresholdOf({ threshold }: FormValues): number {
  return typeof threshold?.value === 'number' ? threshold.value : defaultThreshold;
}

/** Selects events with a score of at least the threshold. Ranks rise with the score; equal scores are ranked in the order of their rows. */
export function applyThreshold(eventIds: BigInt64Array, scores: Float32Array | Float64Array, threshold: number): SelectionPredictions {
  if (scores.length !== eventIds.length)
    throw new ParticipantFault('predictions-length', {
      message: 'There must be one score for each event.',
      expected: `${eventIds.length} scores`,
      got: `${scores.length}`,
      fix: 'Send one score for each event of the split, in its order.',
    });
  const order = Uint32Array.from(scores, (_, i) => i).sort((a, b) => scores[a]! - scores[b]! || a - b);
  const rankOrder = new Int32Array(scores.length);
  order.forEach((event, position) => (rankOrder[event] = position + 1));
  return { eventIds, rankOrder, classes: Array.from(scores, (score) => (score >= threshold ? 's' : 'b')) };
}

function kaggleColumns(predictions: Predictions): SelectionPredictions {
  return {
    eventIds: BigInt64Array.from(tensorOf(predictions, 'event_ids').data, BigInt),
    rankOrder: Float64Array.from(tensorOf(predictions, 'rank_order').data, Number),
    classes: Array.from(Uint8Array.from(tensorOf(predictions, 'selected').data, Number), (value) => (value === 1 ? 's' : 'b')),
  };
}

/** Each class of a part weighs what it weighs in the whole split, so that the significance of a part estimates that of the whole. */
function weighedAsWhole(part: Predictions, whole: Predictions): Predictions {
  const [of, all] = [labelledWeights(part), labelledWeights(whole)];
  return {
    ...part,
    weights: { dtype: 'float64', shape: [of.weights.length], data: normaliseWeights(of.weights, of.isSignal, sumsOf(all)) },
  };
}

function labelledWeights(truth: Predictions) {
  return {
    weights: Float64Array.from(tensorOf(truth, 'weights').data, Number),
    isSignal: Uint8Array.from(tensorOf(truth, 'labels').data, Number),
  };
}

function sumsOf({ weights, isSignal }: ReturnType<typeof labelledWeights>): { signal: number; background: number } {
  const sums = { signal: 0, background: 0 };
  weights.forEach((weight, row) => (sums[isSignal[row] === 1 ? 'signal' : 'background'] += weight));
  return sums;
}

/** The rows of the part's events, with their ranks among each other. */
async function kaggleRowsOfPart(predictions: Predictions, of: PartOfSplit): Promise<Predictions | null> {
  if (!predictions.event_ids) return null;
  const ids = entriesOf(of, await truthTensor(of.split, 'event_ids'), 'event_ids').data;
  const wanted = new Set(Array.from(ids, BigInt));
  const eventIds = Array.from(predictions.event_ids.data, BigInt);
  const kept = [...eventIds.keys()].filter((row) => wanted.has(eventIds[row] ?? -1n));
  const ranges = kept.map((row): Range => [row, row + 1]);
  const rank = takeRows(tensorOf(predictions, 'rank_order'), ranges);
  const order = Array.from(rank.data, Number);
  const places = [...order.keys()].sort((a, b) => (order[a] ?? 0) - (order[b] ?? 0));
  const data = new Float64Array(kept.length);
  places.forEach((row, place) => (data[row] = place + 1));
  return {
    event_ids: takeRows(predictions.event_ids, ranges),
    rank_order: { dtype: 'float64', shape: [kept.length], data },
    selected: takeRows(tensorOf(predictions, 'selected'), ranges),
  };
}
