import { ParticipantFault, kinds } from '@unblind/contracts';
import type { NpyArray } from '@unblind/npy';
import type { SourceFile } from '../files/source-file';
import { int64Column } from '../tables/columns';
import { readColumns } from './read-columns';
import { wrongIds } from './score-faults';

/** Reads event_id, hit_id, track_id. Whose ids they are is checked later, against the truth. @throws ParticipantFault */
export async function readTracks(file: SourceFile, hits: number): Promise<Record<string, NpyArray>> {
  const names = kinds.tracking.predictions[0].columns;
  const columns = names.map((name) => int64Column([name]));
  const rows = await readColumns(file, columns, { expected: `a CSV with the columns ${names.join(', ')}`, rows: hits });
  columns.forEach((column, i) => checkNotNegative(names[i] ?? '', column.values()));
  const [events, ofHits] = columns.map((column) => column.values());
  if (events && ofHits) checkOnce(events, ofHits);
  return Object.fromEntries(columns.map((column, i) => [`${names[i]}s`, { dtype: 'int64', shape: [rows], data: column.values() }]));
}

function checkNotNegative(name: string, ids: BigInt64Array): void {
  const row = ids.findIndex((id) => id < 0n);
  if (row < 0) return;
  throw new ParticipantFault('predictions-unreadable', {
    message: `Row ${row}: ${name} must be a whole number of at least 0, not ${ids[row]}.`,
    subject: `row ${row}`,
    expected: 'a whole number of at least 0',
    got: String(ids[row]),
    fix: `Write each ${name} as a whole number of at least 0.`,
  });
}

function checkOnce(events: BigInt64Array, hits: BigInt64Array): void {
  const seen = new Map<bigint, Set<number>>();
  hits.forEach((hit, row) => {
    const event = events[row] ?? 0n;
    const ofEvent = seen.get(event) ?? new Set();
    // Larger ones are no hits of any event, and equal as doubles where they differ.
    if (hit <= Number.MAX_SAFE_INTEGER && ofEvent.has(Number(hit)))
      throw wrongIds(`Row ${row}: hit_id ${hit} of event ${event} was given before.`, `row ${row}`, 'each hit in at most one row');
    seen.set(event, ofEvent.add(Number(hit)));
  });
}
