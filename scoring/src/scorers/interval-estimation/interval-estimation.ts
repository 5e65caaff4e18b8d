import { flagMark, type PlainMetricOf, type ScoredMetric } from '@unblind/contracts';
import { blockBootstrap } from '../../bootstrap/block-bootstrap';
import { scoredMetric } from '../../bootstrap/scored-metric';
import { jeffreysInterval } from '../../intervals/binomial';
import { impossibleClaims } from '../../metrics/interval-estimation/claims';
import { edgeUniformity } from '../../metrics/interval-estimation/edge-uniformity';
import { checkIntervals, type IntervalEstimates, type IntervalTruth } from '../../metrics/interval-estimation/interval-submission';
import { type IntervalSummary, outcomesOf, summarise } from '../../metrics/interval-estimation/interval-summary';
import { quantileScore } from '../../metrics/interval-estimation/quantile-score';
import { estimatePlots } from './estimate-plots';
import { truthPlots } from './truth-plots';
import { entryOf } from '../metric-table';
import { unknownMetric } from '../unknown-metric';
import type { ScoreReport, ScoringContext } from '../types';

interface IntervalMetric {
  of: (summary: IntervalSummary) => number;
  /** The value of a replicate, where it is not that of `of`. */
  replicate?: (drawn: IntervalSummary, nominal: IntervalSummary) => number;
  /** Why there is never an interval. */
  withoutInterval?: string;
  note: string;
  whyUnscored?: string;
}

type NamedMetric = IntervalMetric & { name: string };

const zeroDelta = 'Undefined: a delta_mu_hat is 0.';
/** A test, not a measurement, so it has no interval. */
const edgeMetric = 'edge_uniformity';

const metrics: Readonly<Record<Exclude<PlainMetricOf<'interval-estimation'>, typeof edgeMetric>, IntervalMetric>> = {
  quantile_score: { of: (s) => s.quantileScore, replicate: scoreHalfway, note: '-ln((width + 0.001) f(coverage)).' },
  width_term: { of: (s) => s.quantileScore + s.penalty, note: '-ln(width + 0.001): the score without its penalty.' },
  coverage_penalty: {
    of: (s) => s.penalty,
    note: 'ln f(coverage): what the score loses to its coverage.',
    withoutInterval: 'It is 0 for any coverage within two standard deviations and steep beyond: no interval.',
  },
  coverage: { of: (s) => s.coverage, note: 'Fraction of intervals that hold mu, bounds included; 0.6827 is claimed.' },
  interval_width: { of: (s) => s.width, note: 'Mean of p84 - p16.' },
  rmse: { of: (s) => s.rmse, note: 'Mean of sqrt(D^2 + (D^2 - delta^2)^2).' },
  mae: { of: (s) => s.mae, note: 'Mean of |D| + ||D| - delta|.' },
  bias: { of: (s) => s.bias, note: 'Mean of mu_hat - mu.' },
  pull_mean: { of: (s) => s.pullMean, note: 'Mean of (mu_hat - mu) / delta_mu_hat; 0 is unbiased.', whyUnscored: zeroDelta },
  pull_width: { of: (s) => s.pullWidth, note: 'Standard deviation of the pulls; 1 is calibrated.', whyUnscored: zeroDelta },
};
/**
 * The quantile score of a replicate. f is 1 within two standard deviations of the nominal coverage and steep beyond. A resampled coverage strays from
 * it with the fluctuation of the sample and with its own: penalised for both, replicates cover 74 % where the coverage is right, and for the
 * sample's alone 65 %. Halfway between, it is 68 %.
 */
function scoreHalfway(drawn: IntervalSummary, nominal: IntervalSummary): number {
  return quantileScore(drawn.width, (drawn.coverage + nominal.coverage) / 2, drawn.experiments);
}

/** Of fewer experiments, intervals of deviations and absolute errors are too narrow. */
const fewestExperiments = 200;
/** p-value below which a method is flagged; a method that does not clip is flagged once in a thousand evaluations. */
const edgeFlag = 1e-3;

/**
 * Scores interval estimates on pseudo-experiments (FAIR Universe's HiggsML uncertainty challenge).
 *
 * The 68 % intervals are a bootstrap that draws pseudo-experiments. Coverage shows its binomial interval (Jeffreys'), and keeps
 * its replicates for paired differences. Quantile scores over different numbers of experiments are not comparable: `context.metrics`
 * says whether it is asked for. The note of `interval_width` flags claims that no measurement can make (`impossibleClaims`).
 *
 * @returns `plots` that may be seen while the truth is in use, and `fullPlots`, which add those with the true mu on an axis or in a residual, or the score
 * @throws ScoringRefusal with the experiment named (`checkIntervals`), and for an unknown metric
 */
export function scoreIntervalEstimation(truth: IntervalTruth, estimates: IntervalEstimates, context: ScoringContext): ScoreReport {
  const measured = context.metrics.filter((name) => name !== edgeMetric).map(metricOf);
  checkIntervals(truth, estimates);
  const outcomes = outcomesOf(truth.mu, estimates);
  const { seed, replicates } = context;
  const nominal = summarise(outcomes);
  const vectors = blockBootstrap({ seed, replicates, blocks: outcomes.length, statistics: measured.length }, (counts) => {
    const summary = summarise(outcomes, counts);
    return measured.map(({ of, replicate }) => (replicate ? replicate(summary, nominal) : of(summary)));
  });
  const plots = estimatePlots(estimates.muHats, outcomes);
  const claims = impossibleClaims(estimates, truth.signal);
  return {
    metrics: context.metrics.map((name) => {
      const at = measured.findIndex((metric) => metric.name === name);
      const metric = measured[at];
      if (!metric) return edgeTest(truth, estimates);
      const scored = metricWithInterval(metric, nominal, context.replicates > 0 ? (vectors?.[at] ?? null) : null);
      return name === 'interval_width' && claims !== null ? { ...scored, note: flagMark + claims } : scored;
    }),
    plots,
    fullPlots: [...plots, ...truthPlots(truth, estimates, outcomes)],
  };
}

function metricOf(name: string): NamedMetric {
  const metric = entryOf<IntervalMetric>(metrics, name);
  if (!metric) throw unknownMetric('interval-estimation', name);
  return { name, ...metric };
}

function edgeTest({ mu, range }: IntervalTruth, estimates: IntervalEstimates): ScoredMetric {
  const value = range ? edgeUniformity(mu, estimates, range) : NaN;
  const scored = Number.isFinite(value);
  const note = !scored
    ? "Not tested: no experiment lies near an end of mu's range, or the physical bound acts there."
    : value < edgeFlag
      ? `${flagMark}near the ends of mu's range the intervals lie about mu otherwise than in its middle, as clipped ones do.`
      : "Chance that intervals near the ends of mu's range lie about mu as in its middle; below 0.001 a method is flagged as clipping.";
  return { name: edgeMetric, value: scored ? value : null, low: null, high: null, method: 'kolmogorov-smirnov', note, replicates: null };
}

function metricWithInterval(
  { name, of, note, whyUnscored, withoutInterval }: NamedMetric,
  summary: IntervalSummary,
  replicates: Float64Array | null,
): ScoredMetric {
  const metric = scoredMetric({
    name,
    value: of(summary),
    replicates,
    units: summary.experiments,
    method: 'block-bootstrap',
    note: `${note} Over ${summary.experiments} experiments.`,
    whyUnscored,
  });
  if (withoutInterval !== undefined) return { ...metric, low: null, high: null, note: `${metric.note ?? ''} ${withoutInterval}` };
  if (name !== 'coverage' && summary.experiments < fewestExperiments)
    return { ...metric, low: null, high: null, note: `${metric.note ?? ''} Fewer than ${fewestExperiments}: no interval.` };
  if (name !== 'coverage') return metric;
  return { ...metric, ...jeffreysInterval(summary.covered, summary.experiments), method: 'binomial', note };
}
