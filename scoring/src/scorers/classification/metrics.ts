import { formatMetricName } from '@unblind/contracts';
import { brierScoreOfClasses } from '../../metrics/classification/brier';
import { correctlyClassified, type ClassProbabilities } from '../../metrics/classification/class-probabilities';
import { rankAgainstBackground } from '../../metrics/classification/class-rejection';
import { binConfidence } from '../../metrics/classification/confidence';
import { logLoss } from '../../metrics/classification/log-loss';
import { oneVersusOneAuc } from '../../metrics/classification/one-versus-one-auc';
import { equalClasses } from '../../metrics/generic/equal-classes';
import { accuracy } from '../../metrics/tagging/accuracy';
import { backgroundEfficiencyAt, noneCanPass } from '../../metrics/tagging/background-rejection';
import { rateAtCut } from '../../metrics/tagging/rate-at-cut';
import { emptyRoc, fillRoc } from '../../metrics/tagging/roc';
import { cornersOnly } from '../../metrics/tagging/roc-points';
import { calibrationError } from '../calibration-error';
import { prepareMetric, type MetricTable, type Prepared } from '../metric-table';
import type { PreparedMetric } from '../prepared-metric';
import { unknownMetric } from '../unknown-metric';

export interface ClassificationSample extends ClassProbabilities {
  /** Index of the class that rejections refer to; null if the challenge names none. */
  readonly background: number | null;
}

/** Evaluated from the weights by event. */
export type ClassificationMetric = PreparedMetric<Uint8Array>;
type Table = MetricTable<'classification', ClassificationSample, Uint8Array>;

const plain: Table['plain'] = {
  auc: (sample) => ({ evaluate: oneVersusOneAuc(sample), ...macroAverage(sample) }),
  accuracy: (sample) => {
    const correct = correctlyClassified(sample);
    const balanced = equalClasses(sample.labels, sample.names.length);
    return {
      evaluate: (weights) => accuracy(correct, balanced(weights)),
      note: 'The class with the largest probability is the predicted one; all classes count equally.',
    };
  },
  log_loss: (sample) => ({ evaluate: logLoss(sample), note: 'In nats; probabilities are cut at 2^-52.' }),
  brier: (sample) => ({ evaluate: brierScoreOfClasses(sample), note: 'Summed over the classes: 2 is worst.' }),
  ece: (sample) => {
    const { binning, events } = binConfidence(sample);
    const balanced = equalClasses(sample.labels, sample.names.length);
    const own = new Float64Array(events.length);
    const classOf = Uint8Array.from(events, (event) => sample.labels[event]!);
    const how = '15 bins of the largest probability against the accuracy, all classes counting equally';
    const weigh = (weights: Uint8Array) => reordered(balanced(weights), events, own);
    const nominal = weigh(new Uint8Array(events.length).fill(1)).slice();
    return calibrationError(binning, weigh, { how, classOf, nominal });
  },
};

const families: Table['families'] = {
  rejection: (sample, at, subject) => {
    const { names, background } = sample;
    const signal = names.findIndex((name, k) => k !== background && name === subject);
    if (background !== null && signal >= 0) return rejection(sample, { signal, background }, at);
    const signals = background === null ? [] : names.filter((_, k) => k !== background);
    throw unknownMetric('classification', formatMetricName({ base: 'rejection', subject, at }), { class: signals });
  },
};

/** @throws ScoringRefusal `metric-unknown`, naming the nearest known metric */
export function prepareClassificationMetric(name: string, sample: ClassificationSample): ClassificationMetric {
  return prepareMetric('classification', { plain, families }, name, sample);
}

function macroAverage({ names, counts }: ClassificationSample): Omit<Prepared<Uint8Array>, 'evaluate'> {
  const absent = names.filter((_, k) => counts[k] === 0);
  const leftOut = absent.length > 0 ? ` No event is of class ${absent.join(', ')}: its pairs are left out.` : '';
  return { note: `Mean over the pairs of classes.${leftOut}`, whyUnscored: 'Undefined: all events are of one class.' };
}

function rejection(
  sample: ClassificationSample,
  pair: { signal: number; background: number },
  signalEfficiency: number,
): Prepared<Uint8Array> {
  const { names, counts } = sample;
  const absent = [pair.signal, pair.background].filter((k) => counts[k] === 0);
  if (absent.length > 0)
    return { evaluate: () => NaN, whyUnscored: `Undefined: no event is of class ${absent.map((k) => names[k]).join(' or ')}.` };
  const { ranked, events } = rankAgainstBackground(sample, pair.signal, pair.background);
  const corners = cornersOnly(ranked);
  const roc = emptyRoc(corners);
  const own = new Uint8Array(events.length);
  fillRoc(roc, ranked, corners, new Uint8Array(events.length).fill(1));
  const passing = rateAtCut(roc, { held: 'signal', rate: signalEfficiency, rateAt: backgroundEfficiencyAt });
  const filled = (weights: Uint8Array) => {
    fillRoc(roc, ranked, corners, reordered(weights, events, own));
    return roc;
  };
  const [signal, background] = [names[pair.signal], names[pair.background]];
  return {
    evaluate: (weights) => 1 / backgroundEfficiencyAt(filled(weights), signalEfficiency),
    replicate: (weights) => 1 / passing(filled(weights)),
    note: `Against ${background} alone, by p(${signal}) / (p(${signal}) + p(${background})).`,
    eventsToPass: counts[pair.background]!,
    whyUnscored: noneCanPass(background ?? 'background', signalEfficiency, counts[pair.background]!),
  };
}

/** Weights by event, put into the order of a ranking. */
function reordered<Weights extends Uint8Array | Float64Array>(weights: Weights, events: Uint32Array, into: Weights): Weights {
  for (let j = 0; j < into.length; j++) into[j] = weights[events[j]!]!;
  return into;
}
