import { countMatches, matchingRules, type MatchCounts, type MatchingRule } from '../../metrics/tracking/track-matching';
import type { TrackTable } from '../../metrics/tracking/match-tracks';
import { trackmlScore } from '../../metrics/tracking/trackml-score';
import { unknownMetric } from '../metric-name';

/** One event as the metrics see it. */
export interface ScoredEvent {
  readonly table: TrackTable;
  /** Per particle 1 if efficiencies count it. */
  readonly selected: Uint8Array;
}

/** A metric that pools over events as (sum of numerators) / (sum of denominators). */
export interface TrackingMetric {
  readonly name: string;
  readonly note: string;
  readonly whyUnscored?: string;
  /** Numerator and denominator count particles or tracks: one event alone still has a binomial interval. */
  readonly isRate: boolean;
  readonly evaluate: (event: ScoredEvent) => readonly [numerator: number, denominator: number];
}

const ruleNotes: Record<MatchingRule, string> = {
  double_majority: 'more than half of the track and of the particle',
  perfect: 'all and only the hits of the particle',
  lhc: 'more than 75 % of the track',
};

type Rate = { of: (counts: MatchCounts) => readonly [number, number]; what: string; empty: string };
const rates: Record<string, Rate> = {
  efficiency: { of: (c) => [c.foundParticles, c.particles], what: 'Particles found', empty: 'Undefined: no particle is selected.' },
  fake_rate: { of: (c) => [c.fakeTracks, c.tracks], what: 'Tracks that match no particle', empty: 'Undefined: no track of 3 hits.' },
  duplicate_rate: {
    of: (c) => [c.duplicateTracks, c.tracks],
    what: 'Tracks of a particle that another track found',
    empty: 'Undefined: no track of 3 hits.',
  },
};

const rateMetrics = Object.keys(matchingRules).flatMap((rule) =>
  Object.entries(rates).map(([suffix, { of, what, empty }]): TrackingMetric => ({
    name: `${rule}_${suffix}`,
    note: `${what}; matched: ${ruleNotes[rule as MatchingRule]}.`,
    whyUnscored: empty,
    isRate: true,
    evaluate: ({ table, selected }) => of(countMatches(table, rule as MatchingRule, selected)),
  })),
);

const metrics: readonly TrackingMetric[] = [
  { name: 'trackml_score', note: 'Mean over events.', isRate: false, evaluate: ({ table }) => [trackmlScore(table), 1] },
  ...rateMetrics,
];

export const trackingMetricNames = metrics.map(({ name }) => name);

/** @throws ScoringRefusal `metric-unknown`, naming the nearest known metric */
export function trackingMetric(name: string): TrackingMetric {
  const metric = metrics.find((known) => known.name === name);
  if (!metric) throw unknownMetric(name, trackingMetricNames);
  return metric;
}
