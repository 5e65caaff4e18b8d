import { ParticipantFault, PlatformFault, kinds, type MeaningOf, type Plot, type ScoredMetric } from '@unblind/contracts';
import { scoreIntervalEstimation, type IntervalEstimates, type IntervalTruth } from '@unblind/scoring';
import { inDeviations, nuisanceNames, signalStrengthRange } from '@unblind/simulation';
import { buildTemplates } from '../interval-estimation/build-templates';
import { blocksOf, experimentsOf, splitByLengths, type Experiments } from '../interval-estimation/experiments';
import { fitExperiments } from '../interval-estimation/fit-experiments';
import { nuisanceTitles, templatePlots } from '../interval-estimation/template-plots';
import type { Predictions } from '../predictions';
import type { Kind, PredictionContext, ScoreTask } from './kind';
import { readFile } from './read-file';
import { floatsOf } from './tensors';
import type { ModelOutput } from '../models/model-run';

/**
 * Measurement of a signal strength, with an interval of correct coverage, in each of many pseudo-experiments. Truth per experiment:
 * `mu`, `nuisances`; per event: `processes`, `weights`.
 *
 * An estimator or a file gives mu_hat, p16 and p84 of each experiment. A classifier gives a score for each event: templates are
 * built from its scores on the training split, and the signal strength is fitted. The form's `nuisances` says whether nuisance
 * parameters are `profiled` (default) or `fixed` at their central values.
 */
export const intervalEstimation: Kind = {
  needsTraining: ({ as }) => meaningOf(as) === 'scores',
  interpret: (output, context) => Promise.resolve(interpret(output, context)),
  readFile,
  combine,
  async score(task) {
    const experiments = await experimentsOf(task.split);
    const sent = { predictions: task.predictions, plots: [], failed: 0 };
    const { predictions, plots, failed } = task.predictions.scores ? await fitted(task, experiments) : sent;
    const truth = truthOf(experiments, task.manifest.scoring.signal);
    const report = scoreIntervalEstimation(truth, estimatesOf(predictions), task.context);
    const metrics = failed > 0 ? report.metrics.map((metric) => withFailed(metric, failed / experiments.mu.length)) : report.metrics;
    return { ...report, metrics, plots: [...report.plots, ...plots], fullPlots: [...(report.fullPlots ?? report.plots), ...plots] };
  },
};

function meaningOf(as: string | undefined): MeaningOf<'interval-estimation'> {
  const { meanings, default: fallback } = kinds['interval-estimation'].outputs;
  return meanings.parse(as ?? fallback);
}

function interpret({ as, dtype, data, shape }: ModelOutput, { rows }: PredictionContext): Predictions {
  if (meaningOf(as) === 'scores') return { scores: { dtype, data, shape } };
  const values = Float64Array.from(data, Number);
  if (values.length === 3 * rows) return { intervals: { dtype: 'float64', shape: [rows, 3], data: values } };
  throw new ParticipantFault('model-output-shape', {
    message: `The model gave ${values.length} numbers for ${rows} pseudo-experiments.`,
    expected: 'mu_hat, p16 and p84 for each',
    got: String(values.length / rows),
    fix: 'Return a tensor of shape [3] for each pseudo-experiment.',
  });
}

/** The mean of several models, entry by entry, of their scores or of their estimates and bounds. */
function combine(all: readonly Predictions[]): Predictions {
  const [first = {}] = all;
  const combined: Predictions = {};
  for (const [name, { shape }] of Object.entries(first)) {
    const parts = all.map((predictions) => floatsOf(predictions, name));
    const data = Float64Array.from(
      { length: parts[0]?.length ?? 0 },
      (_, i) => parts.reduce((sum, part) => sum + part[i]!, 0) / all.length,
    );
    combined[name] = { dtype: 'float64', shape, data };
  }
  return combined;
}

/** The nuisances against which results are plotted; the others have hardly any effect. */
const shownNuisances = ['tes', 'jes', 'softMet', 'dibosonScale'] as const;

function truthOf({ mu, nuisances }: Experiments, signal: number | undefined): IntervalTruth {
  return {
    mu,
    range: signalStrengthRange,
    ...(signal === undefined ? {} : { signal }),
    nuisances: shownNuisances.map((name) => ({
      name: nuisanceTitles[name],
      values: Float64Array.from(nuisances, (of) => inDeviations(name, of[name])),
    })),
  };
}

async function fitted(
  { training, predictions, form }: ScoreTask,
  { lengths }: Experiments,
): Promise<{ predictions: Predictions; plots: Plot[]; failed: number }> {
  if (!training)
    throw new PlatformFault('scorer-failed', {
      message: 'A classifier was scored without its scores on the training split.',
      fix: 'Nothing is wrong with your file.',
    });
  const fixed = form.nuisances?.value === 'fixed' ? new Map(nuisanceNames.map((_, index) => [index, 0])) : undefined;
  const templates = buildTemplates(await blocksOf(training));
  const { intervals: data, failed } = fitExperiments(
    templates,
    splitByLengths(lengths, floatsOf(predictions, 'scores')),
    fixed ? { fixed } : {},
  );
  return { predictions: { intervals: { dtype: 'float64', shape: [lengths.length, 3], data } }, plots: templatePlots(templates), failed };
}

/** The share is told in whole per cent, upwards: a count would tell which experiments are among the scored. */
function withFailed(metric: ScoredMetric, share: number): ScoredMetric {
  if (metric.name !== 'coverage') return metric;
  const text = `The fits of up to ${Math.ceil(100 * share)} % of the experiments did not converge; they count as not covering.`;
  return { ...metric, note: [metric.note, text].filter((part) => part !== undefined).join(' ') };
}

/** An estimate without a stated uncertainty takes half the width of its interval. */
function estimatesOf(predictions: Predictions): IntervalEstimates {
  const intervals = floatsOf(predictions, 'intervals');
  const column = (index: number) => Float64Array.from({ length: intervals.length / 3 }, (_, i) => intervals[3 * i + index]!);
  const [muHats, p16, p84] = [column(0), column(1), column(2)];
  const deltaMuHats = predictions.delta_mu_hats
    ? Float64Array.from(floatsOf(predictions, 'delta_mu_hats'))
    : p16.map((low, i) => Math.abs(p84[i]! - low) / 2);
  return { muHats, deltaMuHats, p16, p84 };
}
