import { flagMark, type PlainMetricOf, type ScoredMetric } from '@unblind/contracts';
import { blockBootstrap } from '../../bootstrap/block-bootstrap';
import { scoredMetric } from '../../bootstrap/scored-metric';
import { binomialInterval } from '../../intervals/binomial';
import { edgeUniformity } from '../../metrics/interval-estimation/edge-uniformity';
import { checkIntervals, type IntervalPredictions, type IntervalTruth } from '../../metrics/interval-estimation/interval-submission';
import { type IntervalSummary, type IntervalSums, summarise, sumIntervals } from '../../metrics/interval-estimation/interval-summary';
import { intervalPlots } from './plots';
import { entryOf } from '../metric-table';
import { unknownMetric } from '../unknown-metric';
import type { ScoreReport, ScoringContext } from '../types';

interface IntervalMetric {
  of: (summary: IntervalSummary) => number;
  note: string;
  whyUnscored?: string;
}

type NamedMetric = IntervalMetric & { name: string };

const zeroDelta = 'Undefined: a delta_mu_hat is 0.';
/** A test, not a measurement, so it has no interval. */
const edgeMetric = 'edge_uniformity';

const metrics: Readonly<Record<Exclude<PlainMetricOf<'interval-estimation'>, typeof edgeMetric>, IntervalMetric>> = {
  quantile_score: { of: (s) => s.quantileScore, note: '-ln((width + 0.001) f(coverage)), pooled over all sets.' },
  width_term: { of: (s) => s.quantileScore + s.penalty, note: '-ln(width + 0.001): the score without its penalty.' },
  coverage_penalty: { of: (s) => s.penalty, note: 'ln f(coverage): what the score loses to its coverage.' },
  coverage: { of: (s) => s.coverage, note: 'Fraction of intervals that hold mu, bounds included; 0.6827 is claimed.' },
  interval_width: { of: (s) => s.width, note: 'Mean of p84 - p16.' },
  rmse: { of: (s) => s.rmse, note: 'Mean of sqrt(D^2 + (D^2 - delta^2)^2) within a set, then over sets.' },
  mae: { of: (s) => s.mae, note: 'Mean of |D| + ||D| - delta| within a set, then over sets.' },
  bias: { of: (s) => s.bias, note: 'Mean of mu_hat - mu.' },
  pull_mean: { of: (s) => s.pullMean, note: 'Mean of (mu_hat - mu) / delta_mu_hat; 0 is unbiased.', whyUnscored: zeroDelta },
  pull_width: { of: (s) => s.pullWidth, note: 'Standard deviation of the pulls; 1 is calibrated.', whyUnscored: zeroDelta },
};
/** p-value below which a method is flagged; a method that does not clip is flagged once in a thousand evaluations. */
const edgeFlag = 1e-3;

/**
 * Scores interval estimates on sets of pseudo-experiments (FAIR Universe's HiggsML uncertainty challenge).
 *
 * The 68 % intervals are a block bootstrap that draws whole sets, since experiments of one set share their mu; with a single
 * set it draws experiments. Coverage shows its binomial (Clopper-Pearson) interval, and keeps its replicates for paired
 * differences. Scores over different numbers of experiments are not comparable.
 *
 * @throws ScoringRefusal with set and experiment named (`checkIntervals`), and for an unknown metric
 */
export function scoreIntervalEstimation(truth: IntervalTruth, predictions: IntervalPredictions, context: ScoringContext): ScoreReport {
  const measured = context.metrics.filter((name) => name !== edgeMetric).map(metricOf);
  checkIntervals(truth, predictions);
  const sets = predictions.map((set, i) => sumIntervals(truth.mu[i]!, set));
  const blocks = sets.length > 1 ? sets : experimentsOf(truth, predictions);
  const { seed, replicates } = context;
  const vectors = blockBootstrap({ seed, replicates, blocks: blocks.length, statistics: measured.length }, (counts) => {
    const summary = summarise(blocks, counts);
    return measured.map(({ of }) => of(summary));
  });
  const pooled = summarise(sets);
  const drawn = sets.length > 1 ? `${sets.length} sets` : `the ${blocks.length} experiments of one set`;
  return {
    metrics: context.metrics.map((name) => {
      const at = measured.findIndex((metric) => metric.name === name);
      const metric = measured[at];
      const replicates = context.replicates > 0 ? (vectors?.[at] ?? null) : null;
      return metric ? metricWithInterval(metric, pooled, drawn, replicates) : edgeTest(truth, predictions);
    }),
    plots: intervalPlots(sets, truth, predictions),
  };
}

function metricOf(name: string): NamedMetric {
  const metric = entryOf<IntervalMetric>(metrics, name);
  if (!metric) throw unknownMetric('interval-estimation', name);
  return { name, ...metric };
}

function edgeTest({ mu, range }: IntervalTruth, predictions: IntervalPredictions): ScoredMetric {
  const value = range ? edgeUniformity(mu, predictions, range) : NaN;
  const scored = Number.isFinite(value);
  const note = !scored
    ? "Not tested: no set lies near an end of mu's range, or the physical bound acts there."
    : value < edgeFlag
      ? `${flagMark}near the ends of mu's range the intervals lie about mu otherwise than in its middle, as clipped ones do.`
      : "Chance that intervals near the ends of mu's range lie about mu as in its middle; below 0.001 a method is flagged as clipping.";
  return { name: edgeMetric, value: scored ? value : null, low: null, high: null, method: 'kolmogorov-smirnov', note, replicates: null };
}

function experimentsOf({ mu }: IntervalTruth, predictions: IntervalPredictions): IntervalSums[] {
  return predictions.flatMap((set, i) =>
    Array.from(set.p16, (_value, experiment) => sumIntervals(mu[i]!, set, experiment, experiment + 1)),
  );
}

function metricWithInterval(
  { name, of, note, whyUnscored }: NamedMetric,
  pooled: IntervalSummary,
  drawn: string,
  replicates: Float64Array | null,
): ScoredMetric {
  const metric = scoredMetric({
    name,
    value: of(pooled),
    replicates,
    method: 'block-bootstrap',
    note: `${note} Over ${pooled.experiments} experiments; bootstrap over ${drawn}.`,
    whyUnscored,
  });
  if (name !== 'coverage') return metric;
  return { ...metric, ...binomialInterval(pooled.covered, pooled.experiments), method: 'binomial', note };
}
