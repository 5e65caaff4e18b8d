import { PlatformFault } from '@unblind/contracts';
import { ScoringRefusal } from '../../refusal';
import { denseCodes, type IdColumn } from './id-codes';

/** The true hits of one event, an entry per row. Noise hits have particle id 0 and are nobody's. */
export interface TrueHits {
  hitIds: IdColumn;
  particleIds: BigInt64Array;
  /** Any non-negative numbers with a positive sum: the score divides by the sum. */
  weights: Float64Array;
}

/** What a participant says: which track each hit belongs to. */
export interface AssignedHits {
  hitIds: IdColumn;
  trackIds: IdColumn;
  /** Per entry its row in the participant's file, to name in refusals; entries are numbered from 0 where absent. */
  rows?: Int32Array;
}

/** The submission in terms of the truth's rows. */
export interface HitAssignment {
  /** Per true hit: the code of its track, -1 where the submission leaves the hit out. */
  trackOfHit: Int32Array;
  /** Per track code: its id, as the first entry of the submission that has it. */
  firstEntry: Int32Array;
  missingHits: number;
  /** Summed weight of all true hits. */
  totalWeight: number;
}

/**
 * Joins a submission to the truth on hit_id.
 *
 * Refused with the row named: ids that are negative, fractional or not finite, a hit_id given twice, a hit_id that the
 * event does not have. Hits left out are counted and stay without a track.
 */
export function assignHits(truth: TrueHits, submission: AssignedHits): HitAssignment {
  const totalWeight = checkedWeight(truth);
  const { hitIds, trackIds } = submission;
  if (hitIds.length !== trackIds.length) {
    throw new ScoringRefusal(
      'length-mismatch',
      `hit_id has ${hitIds.length} entries and track_id ${trackIds.length}; every row needs both.`,
    );
  }
  checkIds('hit_id', hitIds, submission.rows);
  checkIds('track_id', trackIds, submission.rows);
  const trueHits = truth.hitIds.length;
  const { codes, firstRow } = denseCodes(concatenate(truth.hitIds, hitIds));
  for (let hit = 0; hit < trueHits; hit++) {
    if (firstRow[codes[hit]!] !== hit) throw brokenTruth(`hit_id ${truth.hitIds[hit]} appears twice`);
  }
  const tracks = denseCodes(trackIds);
  const trackOfHit = new Int32Array(trueHits).fill(-1);
  for (let entry = 0; entry < hitIds.length; entry++) {
    const hit = firstRow[codes[trueHits + entry]!]!;
    if (hit >= trueHits) {
      throw new ScoringRefusal(
        'id-unknown',
        `Row ${rowOf(submission, entry)}: hit_id ${hitIds[entry]} is not a hit of this event; give each hit of the event once.`,
        rowOf(submission, entry),
      );
    }
    if (trackOfHit[hit] !== -1) {
      throw new ScoringRefusal(
        'id-duplicate',
        `Row ${rowOf(submission, entry)}: hit_id ${hitIds[entry]} was given before; a hit belongs to one track.`,
        rowOf(submission, entry),
      );
    }
    trackOfHit[hit] = tracks.codes[entry]!;
  }
  return { trackOfHit, firstEntry: tracks.firstRow, missingHits: trueHits - hitIds.length, totalWeight };
}

function rowOf(submission: AssignedHits, entry: number): number {
  return submission.rows?.[entry] ?? entry;
}

function checkIds(name: string, ids: IdColumn, rows: Int32Array | undefined): void {
  for (let entry = 0; entry < ids.length; entry++) {
    const id = ids[entry]!;
    if (typeof id === 'bigint' ? id >= 0n : id >= 0 && id <= Number.MAX_SAFE_INTEGER && Math.floor(id) === id) continue;
    const row = rows?.[entry] ?? entry;
    throw new ScoringRefusal('value-invalid', `Row ${row}: ${name} must be a whole number of at least 0, not ${id}.`, row);
  }
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

function brokenTruth(what: string): PlatformFault {
  return new PlatformFault('scorer-failed', {
    message: `The truth of an event cannot be scored: ${what}.`,
    fix: 'The organiser must repair the truth file.',
  });
}

/** Both columns as one, in the narrowest type that holds either. */
function concatenate(first: IdColumn, second: IdColumn): IdColumn {
  const length = first.length + second.length;
  if (first instanceof BigInt64Array || second instanceof BigInt64Array) {
    const all = new BigInt64Array(length);
    all.set(bigints(first));
    all.set(bigints(second), first.length);
    return all;
  }
  const all = first instanceof Int32Array && second instanceof Int32Array ? new Int32Array(length) : new Float64Array(length);
  all.set(first);
  all.set(second, first.length);
  return all;
}

function bigints(ids: IdColumn): BigInt64Array {
  return ids instanceof BigInt64Array ? ids : BigInt64Array.from(ids, BigInt);
}
