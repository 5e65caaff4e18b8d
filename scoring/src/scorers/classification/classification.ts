import type { Plot } from '@unblind/contracts';
import { checkClassScores } from '../../metrics/classification/class-scores';
import { rankAgainstBackground } from '../../metrics/classification/class-rejection';
import { rocCurve } from '../../metrics/tagging/roc';
import { cornersOnly } from '../../metrics/tagging/roc-points';
import { prepareClassMetric, type ClassSample } from './metrics';
import { scorePrepared } from '../prepared-metric';
import { rejectionSeries } from '../tagging/plots';
import type { ScoreReport, ScoringContext } from '../types';

export interface ClassificationTruth {
  /** Class index per event. */
  readonly labels: Uint8Array;
  /** Class names; the first is the background that rejections refer to. */
  readonly classes: readonly string[];
}

/**
 * Scores a multi-class tagger: `accuracy`, `auc` (macro one-versus-one), and `rejection:<class>@<signal efficiency>`
 * against the first class.
 *
 * @param scores row-major [events, classes], finite
 * @throws ScoringRefusal as `checkClassScores`; `out-of-range` for negative scores where a rejection is asked for;
 *   `metric-unknown`, naming the nearest
 */
export function scoreClassification(truth: ClassificationTruth, scores: Float32Array | Float64Array, context: ScoringContext): ScoreReport {
  const sample: ClassSample = { ...checkClassScores(truth.labels, scores, truth.classes.length), names: truth.classes };
  const metrics = context.metrics.map((name) => prepareClassMetric(name, sample));
  const events = new Uint32Array(truth.labels.length).map((_, event) => event);
  return { metrics: scorePrepared(metrics, events, (weights) => weights, context), plots: [rejectionPlot(sample)] };
}

function rejectionPlot(sample: ClassSample): Plot {
  const [background = '', ...signals] = sample.names;
  return {
    id: 'roc',
    title: `Rejection of ${background}`,
    kind: 'line',
    x: { label: 'signal efficiency', scale: 'linear' },
    y: { label: 'background rejection 1/eps_B', scale: 'log' },
    series: signals.map((name, i) => {
      const { ranked } = rankAgainstBackground(sample, i + 1, 0);
      return rejectionSeries(name, rocCurve(ranked, cornersOnly(ranked))).series;
    }),
  };
}
