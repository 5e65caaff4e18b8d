import { ParticipantFault } from '@unblind/contracts';
import { wrongLength } from './read-scores';

/**
 * One score a line, with or without a header; or `id,score`, where ids are the row numbers 0 to rows - 1 in any order.
 * Missing, unknown and repeated ids are refused by name.
 */
export function scoresFromCsv(text: string, rows: number): Float64Array {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  while (lines.at(-1)?.trim() === '') lines.pop();
  const [first = ''] = lines;
  const hasHeader = first.split(',').some((cell) => Number.isNaN(number(cell)) && !/^[+-]?(nan|inf(inity)?)$/i.test(cell.trim()));
  if (hasHeader) lines.shift();
  if (lines.length !== rows) throw wrongLength(rows, `${lines.length} lines${hasHeader ? ' below the header' : ''}`);
  const firstLine = hasHeader ? 2 : 1;
  const columns = lines[0]?.split(',').length ?? 1;
  if (columns === 1) return Float64Array.from(lines, (line, index) => cell(line, index + firstLine));
  if (columns === 2) return keyed(lines, rows, firstLine);
  throw unreadable(`Line ${firstLine} has ${columns} columns.`, 'one column of scores, or the columns id,score', lines[0] ?? '');
}

function keyed(lines: readonly string[], rows: number, firstLine: number): Float64Array {
  const scores = new Float64Array(rows);
  const seen = new Uint8Array(rows);
  lines.forEach((line, index) => {
    const at = index + firstLine;
    const cells = line.split(',');
    if (cells.length !== 2) throw unreadable(`Line ${at} has ${cells.length} columns.`, 'id,score', line);
    const id = cell(cells[0] ?? '', at);
    if (!Number.isInteger(id) || id < 0 || id >= rows)
      throw wrongId(`Line ${at}: there is no event ${cells[0]}.`, `ids from 0 to ${rows - 1}`, cells[0] ?? '');
    if (seen[id]) throw wrongId(`Line ${at}: event ${id} appears a second time.`, 'each id once', String(id));
    seen[id] = 1;
    scores[id] = cell(cells[1] ?? '', at);
  });
  return scores; // as many lines as events, each id once: none is missing
}

function cell(text: string, line: number): number {
  const trimmed = text.trim();
  const value = number(trimmed);
  if (!Number.isNaN(value) || /^[+-]?nan$/i.test(trimmed)) return value;
  throw unreadable(`Line ${line} holds '${trimmed.slice(0, 40)}', which is not a number.`, 'a number', trimmed.slice(0, 40));
}

/** NaN for what is not a number; an empty cell is none. */
function number(text: string): number {
  const trimmed = text.trim();
  if (trimmed === '') return NaN;
  const infinite = /^([+-]?)inf(inity)?$/i.exec(trimmed);
  return infinite ? Number(`${infinite[1]}Infinity`) : Number(trimmed);
}

function unreadable(message: string, expected: string, got: string): ParticipantFault {
  return new ParticipantFault('predictions-unreadable', { message, expected, got, fix: 'Write one score a line, or lines of id,score.' });
}

function wrongId(message: string, expected: string, got: string): ParticipantFault {
  return new ParticipantFault('predictions-ids', { message, expected, got, fix: 'Send each event id exactly once.' });
}
