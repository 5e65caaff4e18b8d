import { type AssignedHits, assignHits, type TrueHits } from './event';
import { denseCodes, type IdColumn } from '../../ids/dense-codes';
import { takeBigInts, takeIds } from '../../ids/take-ids';

/** One event's tracks, each with its majority particle; arrays named `track...` have an entry per track. */
export interface TrackTable {
  trackIds: IdColumn;
  trackHits: Int32Array;
  /** The majority particle, as an index into the particle arrays. */
  trackParticle: Int32Array;
  /** Hits of the majority particle in the track. */
  majorityHits: Int32Array;
  /** Their summed weight, divided by the total weight of the event. */
  majorityWeight: Float64Array;
  /** The particles of the event in ascending order of their id; noise (id 0) is one of them. */
  particleIds: BigInt64Array;
  particleHits: Int32Array;
  /** Hits of the event, and how many of them the submission left out. */
  hits: number;
  missingHits: number;
}

/**
 * The majority particle of every track of one event: the particle with the most hits in the track; of several, the one with the lowest
 * id. As `_analyze_tracks` of LAL/trackml-library (trackml/score.py), except that an omitted hit belongs to no track (there it becomes
 * a track of its own).
 *
 * O(hits). Refusals: see `assignHits`.
 */
export function matchTracks(truth: TrueHits, submission: AssignedHits): TrackTable {
  const { trackOfHit, firstEntry, missingHits, totalWeight } = assignHits(truth, submission);
  const particles = denseCodes(truth.particleIds);
  const trackHits = countCodes(trackOfHit, firstEntry.length);
  const { trackParticle, majorityHits } = majorities(
    trackHits,
    groupByTrack(trackOfHit, particles.codes, trackHits),
    particles.firstRow.length,
  );
  return {
    trackIds: takeIds(submission.trackIds, firstEntry),
    trackHits,
    trackParticle,
    majorityHits,
    majorityWeight: majorityWeights(trackOfHit, particles.codes, trackParticle, { weights: truth.weights, totalWeight }),
    particleIds: takeBigInts(truth.particleIds, particles.firstRow),
    particleHits: countCodes(particles.codes, particles.firstRow.length),
    hits: trackOfHit.length,
    missingHits,
  };
}

/** How often each code occurs; -1 is no code. */
function countCodes(codes: Int32Array, count: number): Int32Array {
  const counts = new Int32Array(count);
  for (let i = 0; i < codes.length; i++) if (codes[i]! >= 0) counts[codes[i]!]!++;
  return counts;
}

/** The particles of the hits that have a track, track after track. */
function groupByTrack(trackOfHit: Int32Array, particleOfHit: Int32Array, trackHits: Int32Array): Int32Array {
  const next = new Int32Array(trackHits.length);
  let assigned = 0;
  for (let track = 0; track < next.length; track++) {
    next[track] = assigned;
    assigned += trackHits[track]!;
  }
  const grouped = new Int32Array(assigned);
  for (let hit = 0; hit < trackOfHit.length; hit++) {
    const track = trackOfHit[hit]!;
    if (track >= 0) grouped[next[track]!++] = particleOfHit[hit]!;
  }
  return grouped;
}

function majorities(trackHits: Int32Array, grouped: Int32Array, particles: number): Pick<TrackTable, 'trackParticle' | 'majorityHits'> {
  const trackParticle = new Int32Array(trackHits.length);
  const majorityHits = new Int32Array(trackHits.length);
  const hitsOf = new Int32Array(particles);
  let end = 0;
  for (let track = 0; track < trackHits.length; track++) {
    const start = end;
    end += trackHits[track]!;
    let best = 0;
    let most = 0;
    for (let i = start; i < end; i++) {
      const particle = grouped[i]!;
      const hits = ++hitsOf[particle]!;
      if (hits < most || (hits === most && particle > best)) continue;
      best = particle;
      most = hits;
    }
    trackParticle[track] = best;
    majorityHits[track] = most;
    for (let i = start; i < end; i++) hitsOf[grouped[i]!] = 0;
  }
  return { trackParticle, majorityHits };
}

function majorityWeights(
  trackOfHit: Int32Array,
  particleOfHit: Int32Array,
  trackParticle: Int32Array,
  { weights, totalWeight }: { weights: Float64Array; totalWeight: number },
): Float64Array {
  const sums = new Float64Array(trackParticle.length);
  for (let hit = 0; hit < trackOfHit.length; hit++) {
    const track = trackOfHit[hit]!;
    if (track >= 0 && trackParticle[track] === particleOfHit[hit]) sums[track]! += weights[hit]!;
  }
  for (let track = 0; track < sums.length; track++) sums[track]! /= totalWeight;
  return sums;
}
