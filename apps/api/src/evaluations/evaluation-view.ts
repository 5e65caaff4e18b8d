import { ContractBinding, FaultDetail, Inspection, Plot, TimingView } from '@unblind/contracts';
import type { EvaluationSummary, EvaluationView, MetricValue } from '@unblind/contracts';
import type { Evaluation, Metric, Timing } from '@unblind/database';
import { z } from 'zod';
import { isBlinded } from '../challenges/phases';
import type { Audience } from './audience';
import type { ShownEvaluation } from './evaluations.repository';
import type { Waiting } from './waiting.service';

const Plots = z.array(Plot);
/** The log of a run on the public sample. Events of runs on hidden data have no log. */
const Logged = z.object({ log: z.string() });
const Provenance = z.record(z.string(), z.unknown());

export function metricView({ name, value, low, high, method, note }: Omit<Metric, 'replicates'>): MetricValue {
  return { name, value, low, high, method, ...(note === null ? {} : { note }) };
}

/** Takes a row with or without its large columns. */
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
 * The part of an evaluation that an audience may see; null: nothing. In a blinded phase only organisers see a result. Of a scored
 * evaluation the public sees what the board shows: participant, method, metrics and plots.
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

/** Parses a stored column; null if an older version wrote it in another shape, so that the page still works. */
function stored<T extends z.ZodType>(schema: T, value: unknown): z.infer<T> | null {
  const parsed = schema.safeParse(value);
  return parsed.success ? parsed.data : null;
}
