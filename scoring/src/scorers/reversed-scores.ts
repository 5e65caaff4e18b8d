import { flagMark, type ScoredMetric } from '@unblind/contracts';

/** Sigma below one half from which an area under the ROC curve is taken for that of reversed scores; chance gives one in a thousand. */
const reversedSigma = 3;

/** Flags an `auc` that lies significantly below 0.5: the scorer cannot know whether two columns of a model are swapped. */
export function flagReversed<Metric extends ScoredMetric>(metrics: readonly Metric[]): Metric[] {
  return metrics.map((metric) => {
    const { name, value, high } = metric;
    if (name !== 'auc' || value === null || high === null || value + reversedSigma * (high - value) >= 0.5) return metric;
    const text = `The area under the ROC curve lies ${reversedSigma} sigma or more below 0.5: the scores rank background above signal. Are the columns swapped, or is the score that of the background?`;
    return { ...metric, note: `${flagMark}${text}${metric.note ? ` ${metric.note}` : ''}` };
  });
}
