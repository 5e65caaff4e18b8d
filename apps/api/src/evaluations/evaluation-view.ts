import {
  ContractBinding,
  FaultDetail,
  Inspection,
  Plot,
  RerunFinding,
  StoredManifest,
  TimingView,
  classOfFault,
  isTerminal,
  nominal,
} from '@unblind/contracts';
import type { EvaluationSummary, EvaluationView, RerunView, Withheld } from '@unblind/contracts';
import type { Evaluation, Phase, Rerun, Timing } from '@unblind/database';
import { roundPlot } from '@unblind/scoring';
import { z } from 'zod';
import { evaluationBoards, withoutRanking } from '../boards/board-score';
import { boardsOfPhase } from '../boards/choose-phase';
import { isBlinded, isInUse } from '../challenges/phases';
import type { Audience } from './audience';
import type { ShownEvaluation } from './evaluations.repository';
import { metricView } from './metric-view';
import { eventsBeforeData, hasSeenData, silentState, withheldOfSummary, withheldOfView } from './silence';
import type { Course } from './silence';
import type { Waiting } from './waiting.service';

const Plots = z.array(Plot);
/** The log of a run on the public sample. Events of runs on hidden data have no log. */
const Logged = z.object({ log: z.string() });
const Provenance = z.record(z.string(), z.unknown());

/** How a caller sees an evaluation. */
export interface Viewing {
  audience: Audience;
  now: Date;
  /** See `silentState`. */
  stepMs: number;
}

type SummaryRow = Omit<Evaluation, 'inspection' | 'binding' | 'plots' | 'fullPlots' | 'provenance'> &
  Course & { phase: Pick<Phase, 'blinded' | 'unblindedAt'> };

/** Takes a row with or without its large columns. */
export function summaryView(row: SummaryRow, viewing: Viewing): EvaluationSummary {
  const { audience } = viewing;
  const { id, number } = row;
  const fault = audience === 'public' ? null : stored(FaultDetail, row.fault);
  const createdAt = row.createdAt.toISOString();
  if (isSilent(row, audience)) {
    const state = silentState(row, viewing.now, viewing.stepMs);
    const shown = isTerminal(state) && fault ? (hasSeenData(row) ? classOfFault(fault) : fault) : null;
    return { id, number, state, progress: null, fault: shown, createdAt, updatedAt: null, finishedAt: null, withheld: withheldOfSummary };
  }
  return {
    id,
    number,
    state: row.state,
    progress: row.progressTotal > 0 ? { done: row.progressDone, total: row.progressTotal, unit: row.progressUnit ?? '' } : null,
    fault,
    createdAt,
    updatedAt: row.updatedAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
    withheld: [],
  };
}

/** In a blinded phase everybody but organisers sees the state alone. */
export function isSilent({ phase }: { phase: Pick<Phase, 'blinded' | 'unblindedAt'> }, audience: Audience): boolean {
  return isBlinded(phase) && audience !== 'organiser';
}

/**
 * The part of an evaluation that an audience may see; null: nothing. In a blinded phase its owner sees its state, the class of its
 * fault, and what was found before it met the phase's data. Of a scored evaluation the public sees what the board shows: participant,
 * method, metrics and plots.
 */
export function evaluationView(row: ShownEvaluation, waiting: Waiting, viewing: Viewing): EvaluationView | null {
  const { audience } = viewing;
  const silent = isSilent(row, audience);
  const isPublic = audience === 'public';
  if (isPublic && (silent || row.state !== 'scored')) return null;
  const about = {
    submissionId: row.submissionId,
    phase: row.phase.slug,
    inspection: isPublic ? null : stored(Inspection, row.inspection),
    binding: isPublic ? null : stored(ContractBinding, row.binding),
    events: eventViews(silent ? eventsBeforeData(row.events) : row.events, audience),
  };
  const summary = summaryView(row, viewing);
  if (silent) return { ...summary, ...about, ...nothing, unsafe: isTerminal(summary.state) && row.unsafe };
  return {
    ...summary,
    ...about,
    ...(isPublic ? { queue: null, secondsLeft: null } : waiting),
    attempts: row.attempts,
    runner: isPublic ? null : row.runner,
    unsafe: row.unsafe,
    ...resultsOf(row, audience),
    provenance: isPublic ? null : stored(Provenance, row.provenance),
    timing: timingView(row.timing, audience),
    rerun: audience === 'organiser' && row.rerun ? rerunView(row.rerun) : null,
  };
}

/** What is left of a run in a blinded phase. */
const nothing = {
  attempts: null,
  runner: null,
  queue: null,
  secondsLeft: null,
  metrics: [],
  boards: [],
  plots: [],
  provenance: null,
  timing: null,
  rerun: null,
  withheld: withheldOfView,
};

function eventViews(events: ShownEvaluation['events'], audience: Audience): EvaluationView['events'] {
  return events.map(({ state, message, detail, createdAt }) => ({
    state,
    message,
    at: createdAt.toISOString(),
    ...(audience === 'public' ? {} : { log: stored(Logged, detail)?.log }),
  }));
}

/** While the truth is in use, the metrics of the ranking part, plots in full and unrounded numbers are for organisers alone. */
function resultsOf(row: ShownEvaluation, audience: Audience): Pick<EvaluationView, 'metrics' | 'boards' | 'plots' | 'withheld'> {
  const inFull = audience === 'organiser' || !isInUse(row.phase);
  const metrics = inFull ? row.metrics : withoutRanking(row.metrics);
  const withheld: Withheld[] = [
    ...(metrics.length < row.metrics.length ? [{ field: 'metrics', reason: 'ranking' as const }] : []),
    ...(!inFull && row.fullPlots !== null ? [{ field: 'plots', reason: 'coarse' as const }] : []),
  ];
  return {
    metrics: metrics.map((metric) => ({ ...metricView(metric, !inFull), variation: metric.variation })),
    boards: boardsOf(row),
    plots: plotsOf(row, inFull),
    withheld,
  };
}

function plotsOf({ plots, fullPlots, metrics }: ShownEvaluation, inFull: boolean): Plot[] {
  const shown = stored(Plots, (inFull ? fullPlots : null) ?? plots) ?? [];
  const isDivided = metrics.some(({ part }) => part === 'diagnostic');
  return isDivided && !inFull ? shown.map(roundPlot) : shown;
}

function boardsOf({ state, phase, metrics, ...row }: ShownEvaluation): EvaluationView['boards'] {
  if (state !== 'scored') return [];
  const manifest = StoredManifest.parse(phase.challengeVersion.manifest);
  const ofInputs = metrics.filter(({ variation }) => variation === nominal);
  const shown = evaluationBoards(boardsOfPhase({ manifest }, phase), manifest.kind, { ...row, phase, metrics: ofInputs });
  return shown.map(({ board, score, reason }) => ({ board, score, reason }));
}

const TimingResult = TimingView.pick({ hardware: true, budget: true, reference: true, scenarios: true });

function timingView(row: Timing | null, audience: Audience): TimingView | null {
  if (!row) return null;
  const result = stored(TimingResult, row.result) ?? { hardware: null, budget: null, reference: null, scenarios: [] };
  return { ...result, state: row.state, waitingFor: row.waitingFor, fault: audience === 'public' ? null : stored(FaultDetail, row.fault) };
}

function rerunView({ state, checkedRunner, runner, finding, finishedAt }: Rerun): RerunView {
  return { state, checkedRunner, runner, finding: stored(RerunFinding, finding), finishedAt: finishedAt?.toISOString() ?? null };
}

/** Parses a stored column; null if an older version wrote it in another shape, so that the page still works. */
function stored<T extends z.ZodType>(schema: T, value: unknown): z.infer<T> | null {
  const parsed = schema.safeParse(value);
  return parsed.success ? parsed.data : null;
}
