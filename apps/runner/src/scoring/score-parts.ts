import type { LoadedEvaluation } from '@unblind/assignments';
import { diagnosticMetrics, nominal, orderIn, parseMetricName, rankedMetrics, trainingRun, underlyingMetric } from '@unblind/contracts';
import type { MetricPart, PredictionRun } from '@unblind/contracts';
import { choicesOf, summariseRuns } from '@unblind/evaluation';
import type { Choices, MetricRow, ScoredRun, SummarisedScores } from '@unblind/evaluation';
import type { Held } from '../steps/hold';
import { StoredPredictions } from '../steps/predictions';
import { quoteWhole, type ChoosingRows, type PartRequest } from './quote-whole';
import { PartScorer, type ScoredPart, type ScorerOptions } from './part-scorer';

/** A metric as it is stored, with the part of the split that it was computed on. */
type PartMetric = MetricRow & { part: MetricPart };

export interface Scores extends Omit<SummarisedScores, 'metrics'> {
  metrics: PartMetric[];
}

/**
 * Scores each part of the split on its own rows: the diagnostic part with all metrics and the plots, then the ranking part with the metrics
 * that boards need, at the shifts and cuts that were chosen on the diagnostic part. A split without parts is scored whole.
 *
 * @param before results of the same files on a diagnostic part, by which is chosen what a split without parts quotes
 */
export async function scoreParts(
  options: ScorerOptions,
  held: Pick<Held, 'signal' | 'progress'>,
  { evaluation, work, before }: { evaluation: LoadedEvaluation; work: string; before: ChoosingRows },
): Promise<Scores> {
  const { index, split, manifest, boards, kind } = evaluation;
  const stored = new StoredPredictions(options.storage, evaluation.id, evaluation.predictionsFence);
  const all = await stored.runs();
  const scorer = new PartScorer(options, evaluation, { work, signal: held.signal, trained: all.some(isTraining) });
  for (const run of all) await stored.fetch(run, scorer.folderOf('whole', run));
  const runs = all.filter((run) => !isTraining(run));
  const divided = index.splits[split]?.parts !== undefined;
  // What a file holds is refused by its own rows, before a part of them is taken.
  if (divided && kind === 'predictions') await scorer.check(runs);
  const orderOf = (metric: string) => orderIn(manifest, metric);
  let [passes, done] = [0, 0];
  const score = async (part: ScoredPart, { metricsOf, choices, replicates }: PartRequest): Promise<SummarisedScores> => {
    passes++;
    const reports = await scoreRuns(runs, part, { scorer, metricsOf, choices, replicates }, () => {
      done++;
      if (runs.length > 1) held.progress({ done, total: runs.length * Math.max(passes, divided ? 2 : 1), unit: 'scorings' });
    });
    return summariseRuns(reports.runs, reports.ensemble, orderOf, choices);
  };
  if (!divided) {
    const whole = await quoteWhole(score, { evaluation, shifted: runs.some(({ variation }) => variation !== nominal), before, orderOf });
    return { ...whole, metrics: whole.metrics.map((metric) => ({ ...metric, part: 'whole' })) };
  }
  const shown = diagnosticMetrics(manifest.kind, evaluation.metrics);
  const ranked = (variation: string) => rankedMetrics(manifest.kind, boards, variation);
  const diagnostic = await score('diagnostic', { metricsOf: (variation) => [...new Set([...shown, ...ranked(variation)])] });
  const choices = choicesOf(diagnostic.metrics, orderOf, 'the diagnostic part');
  const ranking = await score('ranking', { metricsOf: ranked, choices });
  return {
    ...diagnostic,
    metrics: [
      ...ranking.metrics.map((metric) => ({ ...metric, part: 'ranking' as const })),
      // Some are computed on this part only to choose by them.
      ...diagnostic.metrics
        .filter(({ name }) => shown.includes(underlyingMetric(name)))
        .map((metric) => ({ ...metric, part: 'diagnostic' as const })),
    ],
  };
}

interface RunsRequest extends Omit<PartRequest, 'replicates'> {
  scorer: PartScorer;
  replicates: number | undefined;
}

/** Scores every run on the rows of a part, and several trainings as an ensemble too. */
async function scoreRuns(runs: readonly PredictionRun[], part: ScoredPart, request: RunsRequest, progress: () => void) {
  const { scorer, metricsOf, choices } = request;
  const replicates = request.replicates === undefined ? {} : { replicates: request.replicates };
  const scored: ScoredRun[] = [];
  for (const run of runs) {
    const { seed, variation } = run;
    const metrics = metricsOf(variation);
    const asked = { seeds: [seed], metrics, cuts: choices?.cuts.get(variation), ...replicates };
    if (metrics.length > 0) scored.push({ ...run, report: await scorer.score(part, variation, asked) });
    progress();
  }
  const seeds = runs.filter(({ variation }) => variation === nominal).map(({ seed }) => seed);
  const asked = { seeds, metrics: metricsOf(nominal), cuts: ensembleCuts(choices), ...replicates };
  return { runs: scored, ensemble: seeds.length > 1 ? await scorer.score(part, nominal, asked) : null };
}

/** The cuts of an ensemble, by the names of the metrics that it computes. */
function ensembleCuts(choices: Choices | undefined): Record<string, number> | undefined {
  const cuts = Object.entries(choices?.cuts.get(nominal) ?? {}).filter(([name]) => parseMetricName(name).derivation === 'ensemble');
  return choices && Object.fromEntries(cuts.map(([name, cut]) => [underlyingMetric(name), cut]));
}

const isTraining = ({ variation }: { variation: string }): boolean => variation === trainingRun;
