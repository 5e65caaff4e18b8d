import { ScoringRefusal } from '../refusal';
import type { IdColumn } from './dense-codes';

/**
 * Refuses ids that are negative, fractional, not finite, or too large for the doubles they come in.
 *
 * @param rows per entry its row in the participant's file; entries are numbered from 0 where absent
 */
export function checkIds(name: string, ids: IdColumn, rows?: Int32Array): void {
  for (let entry = 0; entry < ids.length; entry++) {
    const id = ids[entry]!;
    if (typeof id === 'bigint' ? id >= 0n : id >= 0 && id <= Number.MAX_SAFE_INTEGER && Math.floor(id) === id) continue;
    const row = rows?.[entry] ?? entry;
    throw new ScoringRefusal('value-invalid', `Row ${row}: ${name} must be a whole number of at least 0, not ${id}.`, row);
  }
}
