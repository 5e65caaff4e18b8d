import type { ScoredMetric } from '@unblind/contracts';
import { blockBootstrap } from '../../bootstrap/block-bootstrap';
import { scoredMetric } from '../../bootstrap/scored-metric';
import { jeffreysInterval } from '../../intervals/binomial';
import { brokenTruth, type TrueHits } from '../../metrics/tracking/event';
import { splitByEvent, type TrackingPredictions } from '../../metrics/tracking/events';
import { matchTracks } from '../../metrics/tracking/match-tracks';
import {
  defaultSelection,
  particleKinematics,
  type ParticleSelection,
  selectParticles,
  type TrueParticles,
} from '../../metrics/tracking/particle-kinematics';
import { type TrackingMetric, trackingMetric } from './metrics';
import { coarse, full } from '../resolution';
import { EfficiencyPlots } from './plots';
import type { ScoreReport, ScoringContext } from '../types';

export interface TrackingTruthEvent extends TrueHits {
  eventId: number;
  /** Without the particle table, efficiencies select particles only by their hits and have no curves. */
  particles?: TrueParticles;
}

export interface TrackingTruth {
  events: readonly TrackingTruthEvent[];
  /** The particles that efficiencies count; `defaultSelection` by default. */
  selection?: ParticleSelection;
}

/**
 * Scores tracks. Each metric pools over events; its 68 % interval is a block bootstrap that draws whole events, because
 * the hits of an event are not independent. With a single event only rates have an interval, a binomial one.
 *
 * Omitted hits and events score nothing, stay in every denominator, and their share is in the note of `trackml_score`.
 *
 * @throws ScoringRefusal with the row named (`assignHits`, `splitByEvent`), and for an unknown metric
 * @throws PlatformFault for a truth without events, and for events that cannot be scored (`assignHits`)
 */
export function scoreTracking(truth: TrackingTruth, predictions: TrackingPredictions, context: ScoringContext): ScoreReport {
  if (truth.events.length === 0) throw brokenTruth('it has no event');
  const selection = truth.selection ?? defaultSelection;
  const metrics = context.metrics.map(trackingMetric);
  const submissions = splitByEvent(
    predictions,
    truth.events.map(({ eventId }) => eventId),
  );
  const curves = new EfficiencyPlots(selection);
  const fractions: (readonly [number, number])[][] = metrics.map(() => []);
  let isComplete = true;
  truth.events.forEach((event, i) => {
    const table = matchTracks(event, submissions[i]!);
    const kinematics = event.particles ? particleKinematics(table.particleIds, event.particles) : null;
    const selected = selectParticles(table.particleIds, table.particleHits, kinematics, selection);
    metrics.forEach((metric, m) => fractions[m]!.push(metric.evaluate({ table, selected })));
    if (kinematics) curves.add(table, kinematics);
    isComplete &&= table.missingHits === 0;
  });
  const { seed, replicates } = context;
  const vectors = blockBootstrap({ seed, replicates, blocks: truth.events.length, statistics: metrics.length }, (counts) =>
    fractions.map((ofMetric) => pooled(ofMetric, counts)),
  )?.map((vector) => vector.map(asShare));
  return {
    metrics: metrics.map((metric, m) =>
      metricWithInterval(metric, fractions[m]!, context.replicates > 0 ? (vectors?.[m] ?? null) : null, isComplete),
    ),
    plots: curves.plots(coarse),
    fullPlots: curves.plots(full),
  };
}

/** All metrics lie between 0 and 1; enlarged deviations may not. */
const asShare = (value: number): number => Math.min(1, Math.max(0, value));

type Fractions = readonly (readonly [numerator: number, denominator: number])[];

function pooled(fractions: Fractions, counts?: Uint32Array): number {
  let numerator = 0;
  let denominator = 0;
  fractions.forEach(([above, below], event) => {
    const times = counts?.[event] ?? 1;
    numerator += times * above;
    denominator += times * below;
  });
  return numerator / denominator;
}

function metricWithInterval(
  { name, note, whyUnscored, isRate }: TrackingMetric,
  fractions: Fractions,
  replicates: Float64Array | null,
  isComplete: boolean,
): ScoredMetric {
  const notes = [note];
  if (name === 'trackml_score' && !isComplete) {
    // A share would tell which events are meant: a part has few, and the participant chooses how many hits of each to leave out.
    notes.push('Not all hits are in the submission; those that are missing score nothing.');
  }
  const isSingle = fractions.length === 1;
  if (isSingle) notes.push('One event: there is no spread between events.');
  const why = isSingle || replicates === null ? undefined : withoutInterval(fractions, isRate);
  if (why !== undefined) notes.push(why);
  const value = pooled(fractions);
  const metric = scoredMetric({
    name,
    value,
    replicates,
    units: fractions.length,
    method: 'block-bootstrap',
    note: notes.join(' '),
    whyUnscored,
  });
  const [numerator, denominator] = fractions[0] ?? [0, 0];
  if (why !== undefined) return { ...metric, low: null, high: null };
  if (!isSingle || !isRate || denominator === 0) return metric;
  return { ...metric, ...jeffreysInterval(numerator, denominator), method: 'binomial' };
}

/** The spread of fewer events says too little of them. */
const fewestEvents = 4;
/** Fewer particles or tracks on one side of a rate vary from event to event in ways that so few do not show. */
const fewestCounted = 10;

function withoutInterval(fractions: Fractions, isRate: boolean): string | undefined {
  if (fractions.length < fewestEvents) return `Fewer than ${fewestEvents} events: no interval.`;
  const [above, below] = [0, 1].map((side) => fractions.reduce((sum, fraction) => sum + fraction[side]!, 0));
  if (!isRate || Math.min(above!, below! - above!) >= fewestCounted) return undefined;
  return `Fewer than ${fewestCounted} are counted, or left out: no interval.`;
}
