import { findMetric, type MetricsOf, type OfAnswers, type ScoredMetric } from '@unblind/contracts';
import { scoreAnswer, type AnswerScore, type BlackBox, type BlackBoxAnswer } from '../../metrics/anomaly/black-box-answer';
import { entryOf } from '../metric-table';
import { unknownMetric } from '../unknown-metric';
import type { ScoreReport } from '../types';

type Measured = Pick<ScoredMetric, 'value' | 'note'>;

const measures: Record<OfAnswers<MetricsOf<'anomaly'>>, (score: AnswerScore) => Measured> = {
  bits: ({ bits }) => ({ value: bits, note: 'Compared with an answer without information.' }),
  'discovery-bits': ({ discoveryBits, signalProbability }) => ({
    value: discoveryBits,
    note: `Probability of a signal: ${signalProbability.toPrecision(3)}.`,
  }),
};

/**
 * Scores one answer about one black box (`scoreAnswer`): `bits`, the whole score; `discovery-bits`, its part for claiming a signal or
 * not; `pull-<quantity>`, |answer - truth| / uncertainty of an estimate, unscored if it was not given or the box has no signal. There
 * is one truth and one answer and nothing to resample, so there is no interval.
 *
 * @throws ScoringRefusal as `scoreAnswer`, and `metric-unknown`
 */
export function scoreBlackBox(box: BlackBox, answer: BlackBoxAnswer, metrics: readonly string[]): ScoreReport {
  const score = scoreAnswer(box, answer);
  const quantities = Object.keys(box.quantities);
  const measure = (name: string): Measured => {
    const plain = entryOf<(score: AnswerScore) => Measured>(measures, name);
    if (plain) return plain(score);
    const { family, subject } = findMetric('anomaly', name) ?? {};
    if (family !== 'pull' || !quantities.some((quantity) => quantity === subject))
      throw unknownMetric('anomaly', name, { quantity: quantities });
    const estimate = score.estimates[subject ?? ''];
    return estimate
      ? { value: estimate.pull, note: `${estimate.bits.toFixed(2)} bits.` }
      : { value: null, note: estimate === null ? 'This box has no signal, so there is no true value.' : 'Not answered.' };
  };
  return {
    metrics: metrics.map((name) => ({ name, low: null, high: null, method: 'exact', replicates: null, ...measure(name) })),
    plots: [],
  };
}
