import type { ScoredMetric } from '@unblind/contracts';
import { scoreAnswer, type BlackBox, type BlackBoxAnswer } from '../../metrics/anomaly/black-box-answer';
import { unknownMetric } from '../metric-name';
import type { ScoreReport } from '../types';

/**
 * Scores one answer about one black box (`scoreAnswer`): `bits`, the whole score; `discovery-bits`, its part for claiming a signal or
 * not; `pull-<quantity>`, |answer - truth| / uncertainty of an estimate, unscored where it was not given or the box has no such
 * thing. There is one truth and one answer, so nothing to resample: no interval.
 *
 * @throws ScoringRefusal as `scoreAnswer`, and `metric-unknown`
 */
export function scoreBlackBox(box: BlackBox, answer: BlackBoxAnswer, metrics: readonly string[]): ScoreReport {
  const score = scoreAnswer(box, answer);
  const quantities = Object.keys(box.quantities);
  const known = ['bits', 'discovery-bits', ...quantities.map((name) => `pull-${name}`)];
  const measure = (name: string): Pick<ScoredMetric, 'value' | 'note'> => {
    if (name === 'bits') return { value: score.bits, note: 'Above an answer that says nothing.' };
    if (name === 'discovery-bits')
      return { value: score.discoveryBits, note: `Probability of a signal: ${score.signalProbability.toPrecision(3)}.` };
    const quantity = quantities.find((candidate) => name === `pull-${candidate}`);
    if (quantity === undefined) throw unknownMetric(name, known);
    const estimate = score.estimates[quantity];
    return estimate
      ? { value: estimate.pull, note: `${estimate.bits.toFixed(2)} bits.` }
      : { value: null, note: estimate === null ? 'There is no such thing in this box.' : 'Not answered.' };
  };
  return {
    metrics: metrics.map((name) => ({ name, low: null, high: null, method: 'exact', replicates: null, ...measure(name) })),
    plots: [],
  };
}
