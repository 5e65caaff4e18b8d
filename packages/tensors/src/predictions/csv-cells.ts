import { numberIn } from '../tables/decimal-number';
import { unreadable } from './score-faults';

const idNames = new Set(['', 'id', 'ids', 'index', 'row', 'event', 'event_id', 'eventid', 'jet', 'jet_id']);

/** Whether a column of this name holds the ids of the rows. */
export function isIdColumn(name: string): boolean {
  return idNames.has(name.toLowerCase());
}

/** @throws ParticipantFault where the cell is no number, naming the line and, of several, the column */
export function numberAt(cell: string, { line, column, asCsv }: { line: number; column?: string; asCsv: string }): number {
  const value = numberIn(cell);
  if (value !== null) return value;
  const shown = cell.slice(0, 40);
  const where = column === undefined ? `Line ${line}` : `Line ${line}, column ${column}`;
  throw unreadable(`${where} holds '${shown}', which is not a number.`, 'a number', shown, asCsv);
}
