import { ScoringRefusal } from '../../refusal';
import type { AssignedHits } from './event';
import type { IdColumn } from '../../ids/dense-codes';

/** A submission as its file has it: the hits of all events, a row per hit. */
export interface TrackingPredictions {
  eventIds: IdColumn;
  hitIds: IdColumn;
  trackIds: IdColumn;
}

/**
 * Splits a submission by event, in the order of `eventIds`. An event without a row comes back empty; a row of an event that
 * is not asked for is refused with its number.
 */
export function splitByEvent(predictions: TrackingPredictions, eventIds: readonly number[]): AssignedHits[] {
  const { eventIds: eventOfRow, hitIds, trackIds } = predictions;
  if (eventOfRow.length !== hitIds.length || hitIds.length !== trackIds.length) {
    throw new ScoringRefusal(
      'length-mismatch',
      `event_id, hit_id and track_id have ${eventOfRow.length}, ${hitIds.length} and ${trackIds.length} entries; every row needs all three.`,
    );
  }
  const positionOf = new Map(eventIds.map((id, position) => [id, position]));
  const positions = new Int32Array(eventOfRow.length);
  const start = new Int32Array(eventIds.length + 1);
  for (let row = 0; row < positions.length; row++) {
    const position = positionOf.get(Number(eventOfRow[row]));
    if (position === undefined) {
      throw new ScoringRefusal('id-unknown', `Row ${row}: event_id ${eventOfRow[row]} is not an event of this split.`, row);
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
    return { hitIds: take(hitIds, rows), trackIds: take(trackIds, rows), rows };
  });
}

function take(ids: IdColumn, rows: Int32Array): IdColumn {
  if (ids instanceof BigInt64Array) {
    const taken = new BigInt64Array(rows.length);
    for (let i = 0; i < rows.length; i++) taken[i] = ids[rows[i]!]!;
    return taken;
  }
  const taken = ids instanceof Int32Array ? new Int32Array(rows.length) : new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) taken[i] = ids[rows[i]!]!;
  return taken;
}
