import { brierScoreOfClasses } from '../../metrics/classification/brier';
import { correctlyClassified, type ClassProbabilities } from '../../metrics/classification/class-probabilities';
import { rankAgainstBackground } from '../../metrics/classification/class-rejection';
import { binConfidence } from '../../metrics/classification/confidence';
import { logLoss } from '../../metrics/classification/log-loss';
import { oneVersusOneAuc } from '../../metrics/classification/one-versus-one-auc';
import { accuracy } from '../../metrics/tagging/accuracy';
import { backgroundEfficiencyAt } from '../../metrics/tagging/background-rejection';
import { expectedCalibrationError } from '../../metrics/tagging/calibration';
import { emptyRoc, fillRoc } from '../../metrics/tagging/roc';
import { cornersOnly } from '../../metrics/tagging/roc-points';
import { parseMetricName, unknownMetric } from '../metric-name';
import type { PreparedMetric } from '../prepared-metric';

export interface ClassificationSample extends ClassProbabilities {
  /** Index of the class that rejections refer to; null where the challenge names none. */
  readonly background: number | null;
}

/** Evaluated from the weights by event. */
export type ClassificationMetric = PreparedMetric<Uint8Array>;
type Prepared = Omit<ClassificationMetric, 'name'>;

const plain: Record<string, (sample: ClassificationSample) => Prepared> = {
  auc: (sample) => ({ evaluate: oneVersusOneAuc(sample), ...macroAverage(sample) }),
  accuracy: (sample) => {
    const correct = correctlyClassified(sample);
    return { evaluate: (weights) => accuracy(correct, weights), note: 'The class with the largest probability is the predicted one.' };
  },
  log_loss: (sample) => ({ evaluate: logLoss(sample), note: 'In nats; probabilities are cut at 2^-52.' }),
  brier: (sample) => ({ evaluate: brierScoreOfClasses(sample), note: 'Summed over the classes: 2 is worst.' }),
  ece: (sample) => {
    const { binning, events } = binConfidence(sample);
    const own = new Uint8Array(events.length);
    return {
      evaluate: (weights) => expectedCalibrationError(binning, reordered(weights, events, own)),
      isDistance: true,
      note: '15 bins of the largest probability against the accuracy.',
    };
  },
};

const rejectionPrefix = 'rejection:';
const usualEfficiency = 0.5;

/** The names that a challenge with these classes may list; a rejection takes any signal efficiency in (0, 1]. */
export function classificationMetricNames(names: readonly string[], background: number | null, at = usualEfficiency): string[] {
  const signals = background === null ? [] : names.filter((_, k) => k !== background);
  return [...Object.keys(plain), ...signals.map((name) => `${rejectionPrefix}${name}@${at}`)];
}

/** @throws ScoringRefusal `metric-unknown`, naming the nearest known metric */
export function prepareClassificationMetric(name: string, sample: ClassificationSample): ClassificationMetric {
  const { base, at } = parseMetricName(name);
  const simple = at === null && Object.hasOwn(plain, base) ? plain[base] : undefined;
  if (simple) return { name, ...simple(sample) };
  const { names, background } = sample;
  const signal = names.findIndex((className, k) => k !== background && base === rejectionPrefix + className);
  if (background === null || signal < 0 || at === null || !(at > 0 && at <= 1))
    throw unknownMetric(name, classificationMetricNames(names, background, at || usualEfficiency));
  return { name, ...rejection(sample, { signal, background }, at) };
}

function macroAverage({ names, counts }: ClassificationSample): Omit<Prepared, 'evaluate'> {
  const absent = names.filter((_, k) => counts[k] === 0);
  const leftOut = absent.length > 0 ? ` No event is of class ${absent.join(', ')}: its pairs are left out.` : '';
  return { note: `Mean over the pairs of classes.${leftOut}`, whyUnscored: 'Undefined: all events are of one class.' };
}

function rejection(sample: ClassificationSample, pair: { signal: number; background: number }, signalEfficiency: number): Prepared {
  const { names, counts } = sample;
  const absent = [pair.signal, pair.background].filter((k) => counts[k] === 0);
  if (absent.length > 0)
    return { evaluate: () => NaN, whyUnscored: `Undefined: no event is of class ${absent.map((k) => names[k]).join(' or ')}.` };
  const { ranked, events } = rankAgainstBackground(sample, pair.signal, pair.background);
  const corners = cornersOnly(ranked);
  const roc = emptyRoc(corners);
  const own = new Uint8Array(events.length);
  const [signal, background] = [names[pair.signal], names[pair.background]];
  return {
    evaluate: (weights) => {
      fillRoc(roc, ranked, corners, reordered(weights, events, own));
      return 1 / backgroundEfficiencyAt(roc, signalEfficiency);
    },
    note: `Against ${background} alone, by p(${signal}) / (p(${signal}) + p(${background})).`,
    whyUnscored: `Infinite: no ${background} passes at a signal efficiency of ${signalEfficiency}.`,
  };
}

/** Weights by event, put into the order of a ranking. */
function reordered(weights: Uint8Array, events: Uint32Array, into: Uint8Array): Uint8Array {
  for (let j = 0; j < into.length; j++) into[j] = weights[events[j]!]!;
  return into;
}
