import type { TrackTable } from './match-tracks';

type Rule = (table: TrackTable, track: number) => boolean;

/** More than half of the track's hits are the particle's, and more than half of the particle's hits are the track's. */
export const isDoubleMajority: Rule = (table, track) => {
  const majority = 2 * table.majorityHits[track]!;
  return majority > table.trackHits[track]! && majority > table.particleHits[table.trackParticle[track]!]!;
};

/** All of the particle's hits, and nothing else. */
const isPerfect: Rule = (table, track) => {
  const majority = table.majorityHits[track]!;
  return majority === table.trackHits[track]! && majority === table.particleHits[table.trackParticle[track]!]!;
};

/** More than 75 % of the track's hits are the particle's; several tracks may match one particle. */
const isLhcMatch: Rule = (table, track) => 4 * table.majorityHits[track]! > 3 * table.trackHits[track]!;

/** The field's definitions of "this track found that particle" (gnn_tracking, metrics/cluster_metrics.py). */
const matchingRules = { double_majority: isDoubleMajority, perfect: isPerfect, lhc: isLhcMatch } as const;
export type MatchingRule = keyof typeof matchingRules;

/** Shorter tracks are ignored, as in gnn_tracking. */
const minimumTrackHits = 3;

/** Counts that pool over events by addition. */
export interface MatchCounts {
  /** Selected particles, and those with at least one matched track. */
  particles: number;
  foundParticles: number;
  /** Tracks of `minimumTrackHits` or more whose majority particle is selected or is noise. */
  tracks: number;
  /** Tracks that match no particle. */
  fakeTracks: number;
  /** Matched tracks beyond the first of the same particle. */
  duplicateTracks: number;
}

/**
 * Matches tracks to particles under one rule.
 *
 * efficiency = foundParticles / particles, fake rate = fakeTracks / tracks, duplicate rate = duplicateTracks / tracks.
 * Noise (particle id 0) is not a particle, so a track with a noise majority is a fake. gnn_tracking leaves such tracks out, which hides
 * fakes made of noise; a test names the difference. Otherwise this follows gnn_tracking: tracks whose majority particle is outside the
 * selection are not counted.
 *
 * @param selected 1 for each particle of the table that counts; the entry of noise is ignored
 * @returns the counts, and for each particle whether it was found
 */
export function countMatches(table: TrackTable, rule: MatchingRule, selected: Uint8Array): MatchCounts & { found: Uint8Array } {
  const matches = matchingRules[rule];
  const found = new Uint8Array(table.particleIds.length);
  const counts = { particles: 0, foundParticles: 0, tracks: 0, fakeTracks: 0, duplicateTracks: 0 };
  for (let particle = 0; particle < selected.length; particle++) {
    if (selected[particle] === 1 && table.particleIds[particle] !== 0n) counts.particles++;
  }
  for (let track = 0; track < table.trackHits.length; track++) {
    if (table.trackHits[track]! < minimumTrackHits) continue;
    const particle = table.trackParticle[track]!;
    const isNoise = table.particleIds[particle] === 0n;
    if (!isNoise && selected[particle] !== 1) continue;
    counts.tracks++;
    if (isNoise || !matches(table, track)) counts.fakeTracks++;
    else if (found[particle] === 1) counts.duplicateTracks++;
    else {
      found[particle] = 1;
      counts.foundParticles++;
    }
  }
  return { ...counts, found };
}
