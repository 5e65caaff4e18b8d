import { unreadable } from './score-faults';

const idNames = new Set(['', 'id', 'ids', 'index', 'row', 'event', 'event_id', 'eventid', 'jet', 'jet_id']);

/** Whether a column of this name holds the ids of the rows. */
export function isIdColumn(name: string): boolean {
  return idNames.has(name.toLowerCase());
}

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** Null for text that is not a number. NaN and infinity are accepted here and refused later, with their row. */
export function numberIn(cell: string): number | null {
  if (decimal.test(cell)) return Number(cell);
  if (/^[+-]?nan$/i.test(cell)) return NaN;
  const infinite = /^([+-]?)inf(inity)?$/i.exec(cell);
  return infinite ? Number(`${infinite[1]}Infinity`) : null;
}

/** @throws ParticipantFault where the cell is no number, naming the line and, of several, the column */
export function numberAt(cell: string, { line, column, asCsv }: { line: number; column?: string; asCsv: string }): number {
  const value = numberIn(cell);
  if (value !== null) return value;
  const shown = cell.slice(0, 40);
  const where = column === undefined ? `Line ${line}` : `Line ${line}, column ${column}`;
  throw unreadable(`${where} holds '${shown}', which is not a number.`, 'a number', shown, asCsv);
}
