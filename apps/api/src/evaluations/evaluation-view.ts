import { ContractBinding, FaultDetail, Inspection, Plot, TimingView } from '@unblind/contracts';
import type { EvaluationSummary, EvaluationView, MetricValue } from '@unblind/contracts';
import type { Evaluation, Metric, Timing } from '@unblind/database';
import { z } from 'zod';
import { isBlinded } from '../challenges/phases';
import type { Audience } from './audience';
import type { ShownEvaluation } from './evaluations.repository';
import type { Waiting } from './waiting.service';

const Plots = z.array(Plot);
/** A run on the public sample: of hidden data an event has none. */
const Logged = z.object({ log: z.string() });
const Provenance = z.record(z.string(), z.unknown());

export function metricView({ name, value, low, high, method, note }: Omit<Metric, 'replicates'>): MetricValue {
  return { name, value, low, high, method, ...(note === null ? {} : { note }) };
}

/** Of a row with or without its large columns. */
export function summaryView(
  row: Omit<Evaluation, 'inspection' | 'binding' | 'plots' | 'provenance'>,
  audience: Audience,
): EvaluationSummary {
  return {
    id: row.id,
    number: row.number,
    state: row.state,
    progress: row.progressTotal > 0 ? { done: row.progressDone, total: row.progressTotal, unit: row.progressUnit ?? '' } : null,
    fault: audience === 'public' ? null : stored(FaultDetail, row.fault),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}

/**
 * What an audience may see of an evaluation; null: nothing. In a blinded phase nobody but the organisers sees a result.
 * The public sees of a scored evaluation what the board shows too: who, what method, metrics and plots.
 */
export function evaluationView(row: ShownEvaluation, waiting: Waiting, audience: Audience): EvaluationView | null {
  const hidden = isBlinded(row.phase) && audience !== 'organiser';
  const isPublic = audience === 'public';
  if (isPublic && (hidden || row.state !== 'scored')) return null;
  return {
    ...summaryView(row, audience),
    submissionId: row.submissionId,
    phase: row.phase.slug,
    attempts: row.attempts,
    runner: isPublic ? null : row.runner,
    ...waiting,
    unsafe: row.unsafe,
    inspection: isPublic ? null : stored(Inspection, row.inspection),
    binding: isPublic ? null : stored(ContractBinding, row.binding),
    metrics: hidden ? [] : row.metrics.map((metric) => ({ ...metricView(metric), variation: metric.variation })),
    plots: hidden ? [] : (stored(Plots, row.plots) ?? []),
    provenance: isPublic || hidden ? null : stored(Provenance, row.provenance),
    timing: hidden ? null : timingView(row.timing, audience),
    events: row.events.map(({ state, message, detail, createdAt }) => ({
      state,
      message,
      at: createdAt.toISOString(),
      ...(isPublic ? {} : { log: stored(Logged, detail)?.log }),
    })),
  };
}

const TimingResult = TimingView.pick({ hardware: true, budget: true, reference: true, scenarios: true });

function timingView(row: Timing | null, audience: Audience): TimingView | null {
  if (!row) return null;
  const result = stored(TimingResult, row.result) ?? { hardware: null, budget: null, reference: null, scenarios: [] };
  return { ...result, state: row.state, waitingFor: row.waitingFor, fault: audience === 'public' ? null : stored(FaultDetail, row.fault) };
}

/** A column that an older version wrote in another shape is not shown, rather than breaking the page. */
function stored<T extends z.ZodType>(schema: T, value: unknown): z.infer<T> | null {
  const parsed = schema.safeParse(value);
  return parsed.success ? parsed.data : null;
}
