import { checkClassProbabilities } from '../../metrics/classification/class-probabilities';
import { prepareClassificationMetric, type ClassificationSample } from './metrics';
import { classificationPlots } from './plots';
import { forClasses, scorePrepared } from '../score-prepared';
import { coarse, full } from '../resolution';
import type { ScoreReport, ScoringContext } from '../types';

export interface ClassificationTruth {
  /** Class of each event, an index of `classes`. */
  readonly labels: Uint8Array;
  /** Their names, in the order of the labels and of the columns of probabilities. */
  readonly classes: readonly string[];
  /** The class that rejections refer to. */
  readonly background?: string | undefined;
}

/**
 * Scores a classifier of two or more classes: `accuracy`, `auc` (macro one-versus-one), `log_loss`, `brier`, `ece`, and
 * `rejection:<class>@<signal efficiency>` against the background.
 *
 * @param probabilities row-major [events, classes]; each event's add up to 1
 * @throws ScoringRefusal as `checkClassProbabilities`; `metric-unknown`, naming the nearest
 */
export function scoreClassification(
  { labels, classes, background }: ClassificationTruth,
  probabilities: Float32Array | Float64Array,
  context: ScoringContext,
): ScoreReport {
  const at = background === undefined ? -1 : classes.indexOf(background);
  const sample: ClassificationSample = { ...checkClassProbabilities(labels, probabilities, classes), background: at < 0 ? null : at };
  const metrics = context.metrics.map((name) => prepareClassificationMetric(name, sample));
  const events = new Uint32Array(labels.length).map((_, event) => event);
  return {
    metrics: scorePrepared(forClasses(metrics, labels), events, (weights) => weights, context),
    plots: classificationPlots(sample, coarse),
    fullPlots: classificationPlots(sample, full),
  };
}
