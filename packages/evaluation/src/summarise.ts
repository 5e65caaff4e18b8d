import {
  derivedMetric,
  flagMark,
  flagOf,
  nominal,
  trainingVariation,
  type MetricOrder,
  type Plot,
  type ScoredMetric,
} from '@unblind/contracts';
import { quadratureSum, scoredMetric, trainingSpread, worstCase, type ScoreReport } from '@unblind/scoring';
import type { Choices } from './choices';

/** The scores of one of a submission's models (`seed`, from 1) under one shift. */
export interface ScoredRun {
  seed: number;
  variation: string;
  report: ScoreReport;
}

/** A metric as it is stored. The variation is `nominal`, the id of a shift, or one of several models, such as `seed-2`. */
export type MetricRow = ScoredMetric & { variation: string };

export interface SummarisedScores {
  metrics: MetricRow[];
  /** What may be shown while the truth is in use. */
  plots: Plot[];
  fullPlots: Plot[];
}

/**
 * All results of a submission as rows. For a single model, the rows are its metrics. For several models (trained in the same way with
 * different seeds), a row is the mean over the models, replicate by replicate, so that the submission can be compared pairwise with
 * others. Then follow the nominal metrics of each model as `seed-n`, `spread(metric)`, and
 * `ensemble(metric)` of the averaged scores. If there are shifts, `worst(metric)` and `quadrature(metric)` summarise them.
 *
 * @param orderOf whether a higher or lower value of a metric is better; a metric without an order has no worst case
 * @param choices where worst cases are quoted; without, they have no interval
 */
export function summariseRuns(
  runs: readonly ScoredRun[],
  ensemble: ScoreReport | null,
  orderOf: (metric: string) => MetricOrder | null,
  choices?: Choices,
): SummarisedScores {
  const seeds = [...new Set(runs.map(({ seed }) => seed))];
  const variations = [...new Set(runs.map(({ variation }) => variation))];
  const under = (variation: string) => runs.filter((run) => run.variation === variation).map(({ report }) => report.metrics);
  const metrics: MetricRow[] = variations.flatMap((variation) =>
    meanOfModels(under(variation)).map((metric) => ({ ...metric, variation })),
  );
  const first = runs.find(({ variation }) => variation === nominal);
  if (seeds.length > 1) {
    for (const { seed, variation, report } of runs)
      if (variation === nominal) metrics.push(...report.metrics.map((metric) => ({ ...metric, variation: trainingVariation(seed) })));
    metrics.push(...spreads(under(nominal)).map((metric) => ({ ...metric, variation: nominal })));
    for (const metric of ensemble?.metrics ?? [])
      metrics.push({ ...metric, name: derivedMetric('ensemble', metric.name), variation: nominal });
  }
  metrics.push(...systematics(metrics, variations, { orderOf, choices }));
  const { plots = [], fullPlots = plots } = ensemble ?? first?.report ?? {};
  return { metrics, plots, fullPlots };
}

function systematics(
  metrics: readonly MetricRow[],
  variations: readonly string[],
  { orderOf, choices }: { orderOf: (metric: string) => MetricOrder | null; choices: Choices | undefined },
): MetricRow[] {
  const shifts = variations.filter((variation) => variation !== nominal);
  if (shifts.length === 0) return [];
  const named = (name: string, variation: string) => metrics.find((row) => row.name === name && row.variation === variation);
  const measured = metrics.filter(({ variation, name }) => variation === nominal && shifts.every((shift) => named(name, shift)));
  return measured.flatMap((row) => {
    const shifted = shifts
      .flatMap((variation) => named(row.name, variation) ?? [])
      .map((metric) => ({ variation: metric.variation, metric }));
    const order = orderOf(row.name);
    const variation = choices?.worst.get(row.name);
    const worst = order === null ? [] : [worstCase(row, shifted, order, choices && variation ? { variation, on: choices.on } : undefined)];
    return [...worst, quadratureSum(row, shifted)].map((metric) => ({ ...metric, variation: nominal }));
  });
}

function meanOfModels(models: readonly (readonly ScoredMetric[])[]): ScoredMetric[] {
  const [first = [], ...others] = models;
  if (others.length === 0) return [...first];
  return first.map((metric, at) => {
    const all = models.map((metrics) => metrics[at] ?? metric);
    const replicates = all.map(({ replicates: vector }) => vector).filter((vector) => vector !== null);
    const flag = all.map(flagOf).find((text) => text !== null);
    const paired = replicates.length === all.length ? replicates : [];
    // Several models have one cut: that of the submission.
    const cuts = all.map(({ cut }) => cut).filter((cut) => cut !== undefined);
    const cut = cuts.length === all.length ? { cut: mean(cuts) } : {};
    const scored = scoredMetric({
      name: metric.name,
      value: mean(all.map(({ value }) => value ?? NaN)),
      replicates: paired[0] ? paired[0].map((_, i) => mean(paired.map((vector) => vector[i] ?? NaN))) : null,
      method: 'poisson-bootstrap',
      mayBeInfinite: true,
      // A flag on one of the models is one on the submission.
      note: `${flag === undefined ? '' : `${flagMark}${flag} `}Mean of ${all.length} models.${metric.low === null && metric.high === null ? whyWithout(metric) : ''}`,
      whyUnscored: all.some(({ value }) => value === Infinity)
        ? 'Infinite for one of them.'
        : `Not scored for each of the ${all.length} models.`,
    });
    // Where no model has an interval, as of distances, the mean of them has none.
    const without = all.every(({ low, high }) => low === null && high === null) ? { low: null, high: null } : {};
    return { ...scored, ...without, ...cut };
  });
}

/** What the models' own notes say, where they have no interval. */
const whyWithout = ({ note }: ScoredMetric): string => (note === undefined || note.startsWith(flagMark) ? '' : ` ${note}`);

/** How far the models differ. This is not a statistical error, so it has no interval. */
function spreads(models: readonly (readonly ScoredMetric[])[]): ScoredMetric[] {
  return (models[0] ?? []).map(({ name }, at) => {
    const values = models.map((metrics) => metrics[at]?.value ?? NaN).filter(Number.isFinite);
    return {
      name: derivedMetric('spread', name),
      value: values.length === models.length ? trainingSpread(values) : null,
      low: null,
      high: null,
      method: 'seed-spread',
      note: 'Standard deviation over the models; from nine models on, with outliers removed as in the top-tagging landscape.',
      replicates: null,
    };
  });
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
