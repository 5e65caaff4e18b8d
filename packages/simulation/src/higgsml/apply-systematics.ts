import { featureWidth } from './columns';
import type { MomentumShift, SoftMetNormals } from './momentum-shift';
import { type PreparedEvents, rowWidth } from './prepare-events';
import { shiftEvents } from './shift-events';

export interface SystematicsInput {
  table: PreparedEvents;
  /** The row of the table that each event copies, as a pseudo-experiment draws them; the events are the rows where absent. */
  draws?: Uint32Array;
  shift: MomentumShift;
  /** Needed where the soft missing momentum is shifted. */
  softMetNormals?: SoftMetNormals;
  /** Drop events and jets below threshold; true where absent. */
  cuts?: boolean;
  /** Room for the result, 28 numbers per event: reusing it spares the allocation. */
  target?: Float32Array;
}

export interface ShiftedEvents {
  /** All features [M, 28] of the surviving events, in their order. */
  rows: Float32Array;
  /** Index of each survivor among the input's events. */
  surviving: Uint32Array;
}

/**
 * Events under a systematic shift: shifted momenta, rounded to 3 decimals, cuts, derived features. float32 in and out,
 * float64 between; O(events), and no memory beyond the result.
 *
 * @throws RangeError for an invalid shift, draws beyond the table, missing or too few normals, a target that is too small
 */
export function applySystematics(input: SystematicsInput): ShiftedEvents {
  const { table, draws, shift, cuts = true } = input;
  const events = draws ? draws.length : table.rows.length / rowWidth;
  check(input, events);
  const normals = shift.softMet === 0 ? null : (input.softMetNormals ?? null);
  const target = input.target ?? new Float32Array(events * featureWidth);
  const surviving = new Uint32Array(events);
  const kept = shiftEvents({ table, draws: draws ?? null, events, shift, normals, cuts, rows: target, surviving });
  return { rows: target.subarray(0, kept * featureWidth), surviving: surviving.subarray(0, kept) };
}

function check({ table, draws, shift, softMetNormals, target }: SystematicsInput, events: number): void {
  const { tes, jes, softMet } = shift;
  if (draws) checkDraws(draws, table.rows.length / rowWidth);
  if (!(tes > 0 && jes > 0 && softMet >= 0 && tes + jes + softMet < Infinity)) {
    throw new RangeError(`expected finite tes > 0, jes > 0 and softMet >= 0, not ${tes}, ${jes} and ${softMet}`);
  }
  const normals = softMetNormals ? Math.min(softMetNormals.x.length, softMetNormals.y.length) : 0;
  if (softMet > 0 && normals < events) throw new RangeError(`a soft MET shift of ${events} events needs as many normals, not ${normals}`);
  if (target && target.length < events * featureWidth) {
    throw new RangeError(`the target holds ${target.length} numbers; ${events} events need ${events * featureWidth}`);
  }
}

function checkDraws(draws: Uint32Array, rows: number): void {
  for (let i = 0; i < draws.length; i++) {
    if (draws[i]! >= rows) throw new RangeError(`draw ${i} is row ${draws[i]} of ${rows}`);
  }
}
