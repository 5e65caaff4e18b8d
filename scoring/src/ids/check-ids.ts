import { ScoringRefusal } from '../refusal';
import type { IdColumn } from './dense-codes';

/**
 * Refuses ids that are negative, fractional, not finite, or too large to be exact as doubles.
 *
 * @param rows the row of each entry in the participant's file; by default entries are numbered from 0
 */
export function checkIds(name: string, ids: IdColumn, rows?: Int32Array): void {
  const entry = ids instanceof BigInt64Array ? firstNegative(ids) : firstInvalid(ids);
  if (entry < 0) return;
  const row = rows?.[entry] ?? entry;
  throw new ScoringRefusal('value-invalid', `Row ${row}: ${name} must be a whole number of at least 0, not ${ids[entry]}.`, row, {
    fix: `Write each ${name} as a whole number of at least 0 and below 2^53.`,
    expected: 'a whole number of at least 0',
    got: String(ids[entry]),
  });
}

/** Checks the sign bits, because a bigint comparison would allocate. */
function firstNegative(ids: BigInt64Array): number {
  const words = new Int32Array(ids.buffer, ids.byteOffset, 2 * ids.length);
  for (let entry = 0; entry < ids.length; entry++) if (words[2 * entry + 1]! < 0) return entry;
  return -1;
}

function firstInvalid(ids: Exclude<IdColumn, BigInt64Array>): number {
  for (let entry = 0; entry < ids.length; entry++) {
    const id = ids[entry]!;
    if (!(id >= 0 && id <= Number.MAX_SAFE_INTEGER && Math.floor(id) === id)) return entry;
  }
  return -1;
}
