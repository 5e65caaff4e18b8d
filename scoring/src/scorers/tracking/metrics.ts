import type { PlainMetricOf } from '@unblind/contracts';
import { countMatches, type MatchCounts, type MatchingRule } from '../../metrics/tracking/track-matching';
import type { TrackTable } from '../../metrics/tracking/match-tracks';
import { trackmlScore } from '../../metrics/tracking/trackml-score';
import { entryOf } from '../metric-table';
import { unknownMetric } from '../unknown-metric';

/** The data of one event for the metrics. */
interface ScoredEvent {
  readonly table: TrackTable;
  /** 1 for each particle that efficiencies count. */
  readonly selected: Uint8Array;
}

/** A metric that pools over events as (sum of numerators) / (sum of denominators). */
export interface TrackingMetric {
  readonly name: string;
  readonly note: string;
  readonly whyUnscored?: string;
  /** True if numerator and denominator count particles or tracks, so that even a single event has a binomial interval. */
  readonly isRate: boolean;
  readonly evaluate: (event: ScoredEvent) => readonly [numerator: number, denominator: number];
}

const ruleNotes: Record<MatchingRule, string> = {
  double_majority: 'more than half of the track and of the particle',
  perfect: 'all and only the hits of the particle',
  lhc: 'more than 75 % of the track',
};

interface Rate {
  of: (counts: MatchCounts) => readonly [number, number];
  what: string;
  empty: string;
}
const efficiency: Rate = {
  of: (c) => [c.foundParticles, c.particles],
  what: 'Particles found',
  empty: 'Undefined: no particle is selected.',
};
const fakeRate: Rate = {
  of: (c) => [c.fakeTracks, c.tracks],
  what: 'Tracks that match no particle',
  empty: 'Undefined: no track of 3 hits.',
};
const duplicateRate: Rate = {
  of: (c) => [c.duplicateTracks, c.tracks],
  what: 'Tracks of a particle that another track found',
  empty: 'Undefined: no track of 3 hits.',
};

type Unnamed = Omit<TrackingMetric, 'name'>;

const metrics: Readonly<Record<PlainMetricOf<'tracking'>, Unnamed>> = {
  trackml_score: { note: 'Mean over events.', isRate: false, evaluate: ({ table }) => [trackmlScore(table), 1] },
  double_majority_efficiency: matched('double_majority', efficiency),
  double_majority_fake_rate: matched('double_majority', fakeRate),
  double_majority_duplicate_rate: matched('double_majority', duplicateRate),
  perfect_efficiency: matched('perfect', efficiency),
  perfect_fake_rate: matched('perfect', fakeRate),
  perfect_duplicate_rate: matched('perfect', duplicateRate),
  lhc_efficiency: matched('lhc', efficiency),
  lhc_fake_rate: matched('lhc', fakeRate),
  lhc_duplicate_rate: matched('lhc', duplicateRate),
};

function matched(rule: MatchingRule, { of, what, empty }: Rate): Unnamed {
  return {
    note: `${what}; matched: ${ruleNotes[rule]}.`,
    whyUnscored: empty,
    isRate: true,
    evaluate: ({ table, selected }) => of(countMatches(table, rule, selected)),
  };
}

/** @throws ScoringRefusal `metric-unknown`, naming the nearest known metric */
export function trackingMetric(name: string): TrackingMetric {
  const metric = entryOf<Unnamed>(metrics, name);
  if (!metric) throw unknownMetric('tracking', name);
  return { name, ...metric };
}
