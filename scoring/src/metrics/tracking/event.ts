import { PlatformFault } from '@unblind/contracts';
import { checkIds } from '../../ids/check-ids';
import { denseCodes, type IdColumn } from '../../ids/dense-codes';
import { joinIds } from '../../ids/join-ids';
import { ScoringRefusal } from '../../refusal';

/** The true hits of one event, one entry per row. Noise hits have particle id 0 and belong to no particle. */
export interface TrueHits {
  hitIds: IdColumn;
  particleIds: BigInt64Array;
  /** Any non-negative numbers with a positive sum: the score divides by the sum. */
  weights: Float64Array;
}

/** A participant's assignment of hits to tracks. */
export interface AssignedHits {
  hitIds: IdColumn;
  trackIds: IdColumn;
  /** The row of each entry in the participant's file, for refusals; by default entries are numbered from 0. */
  rows?: Int32Array;
}

/** The submission in the order of the truth's rows. */
export interface HitAssignment {
  /** The track code of each true hit; -1 if the submission leaves the hit out. */
  trackOfHit: Int32Array;
  /** For each track code, the first entry of the submission with that track id. */
  firstEntry: Int32Array;
  missingHits: number;
  /** Summed weight of all true hits. */
  totalWeight: number;
}

/**
 * Joins a submission to the truth on hit_id.
 *
 * Refuses, naming the row: ids that are negative, fractional or not finite, a repeated hit_id, a hit_id that the event does not have.
 * Omitted hits are counted and have no track.
 *
 * @throws PlatformFault for a truth that cannot be scored: weights that are negative or sum to zero, a hit_id twice
 */
export function assignHits(truth: TrueHits, submission: AssignedHits): HitAssignment {
  const totalWeight = checkedWeight(truth);
  const { hitIds, trackIds, rows } = submission;
  if (hitIds.length !== trackIds.length) {
    throw new ScoringRefusal(
      'length-mismatch',
      `hit_id has ${hitIds.length} entries and track_id ${trackIds.length}; every row needs both.`,
      null,
      { fix: 'Write hit_id and track_id in every row.' },
    );
  }
  checkIds('hit_id', hitIds, rows);
  checkIds('track_id', trackIds, rows);
  const { rowOf: hitOf, repeatedKnown } = joinIds(truth.hitIds, hitIds);
  if (repeatedKnown !== null) throw brokenTruth(`hit_id ${truth.hitIds[repeatedKnown]} appears twice`);
  const tracks = denseCodes(trackIds);
  const trackOfHit = new Int32Array(truth.hitIds.length).fill(-1);
  for (let entry = 0; entry < hitIds.length; entry++) {
    const hit = hitOf[entry]!;
    if (hit < 0) throw refusal('id-unknown', submission, entry, 'is not a hit of this event; give each hit of the event once');
    if (trackOfHit[hit] !== -1) throw refusal('id-duplicate', submission, entry, 'was given before; a hit belongs to one track');
    trackOfHit[hit] = tracks.codes[entry]!;
  }
  return { trackOfHit, firstEntry: tracks.firstRow, missingHits: truth.hitIds.length - hitIds.length, totalWeight };
}

function refusal(code: 'id-unknown' | 'id-duplicate', { hitIds, rows }: AssignedHits, entry: number, what: string): ScoringRefusal {
  const row = rows?.[entry] ?? entry;
  return new ScoringRefusal(code, `Row ${row}: hit_id ${hitIds[entry]} ${what}.`, row, {
    fix: 'Use only the hit_ids of the event, each in at most one row.',
  });
}

function checkedWeight({ hitIds, particleIds, weights }: TrueHits): number {
  if (hitIds.length !== particleIds.length || hitIds.length !== weights.length) {
    throw brokenTruth(`hit_id, particle_id and weight have ${hitIds.length}, ${particleIds.length} and ${weights.length} entries`);
  }
  let total = 0;
  for (let i = 0; i < weights.length; i++) {
    if (!(weights[i]! >= 0)) throw brokenTruth(`the weight of row ${i} is ${weights[i]}`);
    total += weights[i]!;
  }
  if (!(total > 0 && total < Infinity)) throw brokenTruth(`the weights of the event sum to ${total}`);
  return total;
}

export function brokenTruth(what: string): PlatformFault {
  return new PlatformFault('scorer-failed', {
    message: `The truth cannot be scored: ${what}.`,
    fix: 'The organiser must repair the truth file.',
  });
}
