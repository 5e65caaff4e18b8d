import { type AssignedHits, assignHits, type TrueHits } from './event';
import { denseCodes } from '../../ids/dense-codes';

/** One event's tracks, each with its majority particle; arrays named `track...` have an entry per track. */
export interface TrackTable {
  trackIds: Array<bigint | number>;
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
 * The majority particle of every track of one event: the particle with the most hits in the track, the lowest id where
 * several have as many. As `_analyze_tracks` of LAL/trackml-library (trackml/score.py), except that a hit which the
 * submission leaves out belongs to no track (there it becomes a track of its own).
 *
 * O(hits). Refusals: see `assignHits`.
 */
export function matchTracks(truth: TrueHits, submission: AssignedHits): TrackTable {
  const { trackOfHit, firstEntry, missingHits, totalWeight } = assignHits(truth, submission);
  const particles = denseCodes(truth.particleIds);
  const hitsOfTracks = groupByTrack(trackOfHit, particles.codes, truth.weights, firstEntry.length);
  return {
    trackIds: Array.from(firstEntry, (entry) => submission.trackIds[entry]!),
    trackHits: hitsOfTracks.trackHits,
    ...majorities(hitsOfTracks, particles.firstRow.length, totalWeight),
    particleIds: pick(truth.particleIds, particles.firstRow),
    particleHits: countCodes(particles.codes, particles.firstRow.length),
    hits: trackOfHit.length,
    missingHits,
  };
}

/** The hits that have a track, track after track. */
interface GroupedHits {
  trackHits: Int32Array;
  particle: Int32Array;
  weight: Float64Array;
}

function groupByTrack(trackOfHit: Int32Array, particleOfHit: Int32Array, weights: Float64Array, tracks: number): GroupedHits {
  const trackHits = countCodes(trackOfHit, tracks);
  const next = new Int32Array(tracks);
  let assigned = 0;
  for (let track = 0; track < tracks; track++) {
    next[track] = assigned;
    assigned += trackHits[track]!;
  }
  const particle = new Int32Array(assigned);
  const weight = new Float64Array(assigned);
  for (let hit = 0; hit < trackOfHit.length; hit++) {
    const track = trackOfHit[hit]!;
    if (track < 0) continue;
    const position = next[track]!++;
    particle[position] = particleOfHit[hit]!;
    weight[position] = weights[hit]!;
  }
  return { trackHits, particle, weight };
}

/** How often each code occurs; -1 is no code. */
function countCodes(codes: Int32Array, count: number): Int32Array {
  const counts = new Int32Array(count);
  for (let i = 0; i < codes.length; i++) if (codes[i]! >= 0) counts[codes[i]!]!++;
  return counts;
}

type Majorities = Pick<TrackTable, 'trackParticle' | 'majorityHits' | 'majorityWeight'>;

function majorities({ trackHits, particle, weight }: GroupedHits, particles: number, totalWeight: number): Majorities {
  const tracks = trackHits.length;
  const trackParticle = new Int32Array(tracks);
  const majorityHits = new Int32Array(tracks);
  const majorityWeight = new Float64Array(tracks);
  const hitsOf = new Int32Array(particles);
  let end = 0;
  for (let track = 0; track < tracks; track++) {
    const start = end;
    end += trackHits[track]!;
    for (let i = start; i < end; i++) hitsOf[particle[i]!]!++;
    let best = particle[start]!;
    for (let i = start + 1; i < end; i++) {
      const candidate = particle[i]!;
      if (hitsOf[candidate]! > hitsOf[best]! || (hitsOf[candidate] === hitsOf[best] && candidate < best)) best = candidate;
    }
    trackParticle[track] = best;
    majorityHits[track] = hitsOf[best]!;
    let bestWeight = 0;
    for (let i = start; i < end; i++) {
      if (particle[i] === best) bestWeight += weight[i]!;
      hitsOf[particle[i]!] = 0;
    }
    majorityWeight[track] = bestWeight / totalWeight;
  }
  return { trackParticle, majorityHits, majorityWeight };
}

function pick(ids: BigInt64Array, rows: Int32Array): BigInt64Array {
  const picked = new BigInt64Array(rows.length);
  for (let i = 0; i < rows.length; i++) picked[i] = ids[rows[i]!]!;
  return picked;
}
