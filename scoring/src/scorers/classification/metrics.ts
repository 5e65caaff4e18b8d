import { rankAgainstBackground } from '../../metrics/classification/class-rejection';
import { correctlyClassified, type ClassScores } from '../../metrics/classification/class-scores';
import { oneVersusOneAuc } from '../../metrics/classification/one-versus-one-auc';
import { accuracy } from '../../metrics/tagging/accuracy';
import { backgroundEfficiencyAt } from '../../metrics/tagging/background-rejection';
import { emptyRoc, fillRoc } from '../../metrics/tagging/roc';
import { cornersOnly } from '../../metrics/tagging/roc-points';
import { parseMetricName, unknownMetric } from '../metric-name';
import type { PreparedMetric } from '../prepared-metric';

export interface ClassSample extends ClassScores {
  readonly names: readonly string[];
}

/** Evaluated from the weights by event. */
export type ClassMetric = PreparedMetric<Uint8Array>;

/** @throws ScoringRefusal `metric-unknown`, naming the nearest known metric */
export function prepareClassMetric(name: string, sample: ClassSample): ClassMetric {
  const { base, at } = parseMetricName(name);
  if (name === 'auc') return { name, evaluate: oneVersusOneAuc(sample), note: 'Macro average over pairs of classes.' };
  if (name === 'accuracy') {
    const correct = correctlyClassified(sample);
    return { name, evaluate: (weights) => accuracy(correct, weights) };
  }
  const signal = sample.names.findIndex((className, k) => k > 0 && base === `rejection:${className}`);
  if (signal < 0 || at === null || !(at > 0 && at <= 1)) {
    const known = ['auc', 'accuracy', ...sample.names.slice(1).map((className) => `rejection:${className}@${at || 0.5}`)];
    throw unknownMetric(name, known);
  }
  return { name, ...rejection(sample, signal, at) };
}

function rejection(sample: ClassSample, signal: number, signalEfficiency: number): Omit<ClassMetric, 'name'> {
  const { ranked, events } = rankAgainstBackground(sample, signal, 0);
  const corners = cornersOnly(ranked);
  const roc = emptyRoc(corners);
  const own = new Uint8Array(events.length);
  return {
    evaluate: (weights) => {
      for (let j = 0; j < own.length; j++) own[j] = weights[events[j]!]!;
      fillRoc(roc, ranked, corners, own);
      return 1 / backgroundEfficiencyAt(roc, signalEfficiency);
    },
    note: `Against ${sample.names[0]} only, by p_S / (p_S + p_B).`,
    whyUnscored: `Infinite: no background passes at a signal efficiency of ${signalEfficiency}.`,
  };
}
