import { ScoringRefusal } from '../../refusal';
import { type AssignedHits, brokenTruth } from './event';
import type { IdColumn } from '../../ids/dense-codes';
import { takeIds } from '../../ids/take-ids';

/** The columns of a submission's file: the hits of all events, one row per hit. */
export interface TrackingPredictions {
  eventIds: IdColumn;
  hitIds: IdColumn;
  trackIds: IdColumn;
}

/**
 * Splits a submission by event, in the order of `eventIds`. An event without rows is returned empty; a row of an unknown event is
 * refused with its number.
 *
 * @throws PlatformFault if the truth has an event twice
 */
export function splitByEvent(predictions: TrackingPredictions, eventIds: readonly number[]): AssignedHits[] {
  const { eventIds: eventOfRow, hitIds, trackIds } = predictions;
  if (eventOfRow.length !== hitIds.length || hitIds.length !== trackIds.length) {
    throw new ScoringRefusal(
      'length-mismatch',
      `event_id, hit_id and track_id have ${eventOfRow.length}, ${hitIds.length} and ${trackIds.length} entries; every row needs all three.`,
      null,
      { fix: 'Write event_id, hit_id and track_id in every row.' },
    );
  }
  const positionOf = new Map(eventIds.map((id, position) => [id, position]));
  if (positionOf.size !== eventIds.length) throw brokenTruth('an event appears twice');
  const positions = new Int32Array(eventOfRow.length);
  const start = new Int32Array(eventIds.length + 1);
  for (let row = 0; row < positions.length; row++) {
    const position = positionOf.get(Number(eventOfRow[row]));
    if (position === undefined) {
      throw new ScoringRefusal('id-unknown', `Row ${row}: event_id ${eventOfRow[row]} is not an event of this split.`, row, {
        fix: `Use the event ids of the split, from ${Math.min(...eventIds)} to ${Math.max(...eventIds)}.`,
      });
    }
    positions[row] = position;
    start[position + 1]!++;
  }
  for (let position = 0; position < eventIds.length; position++) start[position + 1]! += start[position]!;
  const next = start.slice();
  const grouped = new Int32Array(positions.length);
  for (let row = 0; row < positions.length; row++) grouped[next[positions[row]!]!++] = row;
  return eventIds.map((_id, position) => {
    const rows = grouped.subarray(start[position], start[position + 1]);
    return { hitIds: takeIds(hitIds, rows), trackIds: takeIds(trackIds, rows), rows };
  });
}
