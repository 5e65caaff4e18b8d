import type { LoadedEvaluation } from '@unblind/assignments';
import { diagnosticMetrics, nominal, orderIn, rankedMetrics, trainingRun } from '@unblind/contracts';
import type { MetricPart } from '@unblind/contracts';
import { summariseRuns } from '@unblind/evaluation';
import type { MetricRow, ScoredRun, SummarisedScores } from '@unblind/evaluation';
import type { Held } from '../steps/hold';
import { StoredPredictions } from '../steps/predictions';
import { PartScorer, type ScorerOptions } from './part-scorer';

/** A metric as it is stored, with the part of the split that it was computed on. */
type PartMetric = MetricRow & { part: MetricPart };

export interface Scores extends Omit<SummarisedScores, 'metrics'> {
  metrics: PartMetric[];
}

/**
 * Scores each part of the split on its own rows: the ranking part with the metrics that boards need, the diagnostic part with all others
 * too, and the plots. A split without parts is scored whole.
 */
export async function scoreParts(
  options: ScorerOptions,
  held: Pick<Held, 'signal' | 'progress'>,
  evaluation: LoadedEvaluation,
  work: string,
): Promise<Scores> {
  const { index, split, manifest, boards, kind } = evaluation;
  const stored = new StoredPredictions(options.storage, evaluation.id, evaluation.predictionsFence);
  const all = await stored.runs();
  const scorer = new PartScorer(options, evaluation, { work, signal: held.signal, trained: all.some(isTraining) });
  for (const run of all) await stored.fetch(run, scorer.folderOf('whole', run));
  const runs = all.filter((run) => !isTraining(run));
  const seeds = runs.filter(({ variation }) => variation === nominal).map(({ seed }) => seed);
  const metricsOf: Record<MetricPart, (variation: string) => readonly string[]> = {
    whole: () => evaluation.metrics,
    ranking: (variation) => rankedMetrics(manifest.kind, boards, variation),
    diagnostic: () => diagnosticMetrics(manifest.kind, evaluation.metrics),
  };
  const divided = index.splits[split]?.parts !== undefined;
  // What a file holds is refused by its own rows, before a part of them is taken.
  if (divided && kind === 'predictions') await scorer.check(runs);
  const scoreds: Scores[] = [];
  const parts: MetricPart[] = divided ? ['ranking', 'diagnostic'] : ['whole'];
  let done = 0;
  for (const part of parts) {
    const reports: ScoredRun[] = [];
    for (const run of runs) {
      const metrics = metricsOf[part](run.variation);
      if (metrics.length > 0) reports.push({ ...run, report: await scorer.score(part, run.variation, { seeds: [run.seed], metrics }) });
      done++;
      if (runs.length > 1) held.progress({ done, total: runs.length * parts.length, unit: 'scorings' });
    }
    const ensemble = seeds.length > 1 ? await scorer.score(part, nominal, { seeds, metrics: metricsOf[part](nominal) }) : null;
    const { metrics, ...plots } = summariseRuns(reports, ensemble, (metric) => orderIn(manifest, metric));
    scoreds.push({ ...plots, metrics: metrics.map((metric) => ({ ...metric, part })) });
  }
  const last = scoreds.at(-1);
  return { metrics: scoreds.flatMap(({ metrics }) => metrics), plots: last?.plots ?? [], fullPlots: last?.fullPlots ?? [] };
}

const isTraining = ({ variation }: { variation: string }): boolean => variation === trainingRun;
