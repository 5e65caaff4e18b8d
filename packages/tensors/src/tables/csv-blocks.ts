import { LocalFile } from '../files/local-file';
import { csvText } from './csv-text';
import { asTableError, parseCsv } from './parse-csv';
import { TableError } from './table-error';

export interface CsvBlock {
  /** The first row's number, from 0 below the header. */
  start: number;
  /** Cells in the order of the columns asked for. */
  rows: string[][];
  /** Bytes of the file on disk read so far. */
  bytesRead: number;
}

const whole = 'Download the file again and compare its size.';

/**
 * Reads a CSV file, gzipped or not, whose header is exactly `columns`, in blocks of at least `blockRows` rows (the last one has what
 * is left), so that memory stays bounded.
 *
 * @throws TableError for another header, a row of another length, a file that is cut off, a damaged archive; with the row
 */
export async function* readCsvBlocks(path: string, columns: readonly string[], blockRows: number): AsyncGenerator<CsvBlock> {
  const file = new LocalFile(path);
  let count = 0;
  const table: { header: readonly string[] | null } = { header: null };
  let rows: string[][] = [];
  let lastByte: number | undefined;
  const take = (): CsvBlock => {
    const block = { start: count - rows.length, rows, bytesRead: file.bytesRead };
    rows = [];
    return block;
  };
  const add = (cells: string[], line: number): void => {
    if (table.header === null) table.header = checkHeader(cells, columns);
    else if (cells.length !== columns.length)
      throw new TableError(`Line ${line} (row ${count}) has ${cells.length} columns, the header has ${columns.length}.`, whole, count);
    else {
      rows.push(cells);
      count++;
    }
  };
  async function* watched(): AsyncGenerator<Uint8Array> {
    for await (const chunk of await csvText(file)) {
      lastByte = chunk.at(-1) ?? lastByte;
      yield chunk;
    }
  }
  try {
    for await (const _ of parseCsv(watched(), add)) if (rows.length >= blockRows) yield take();
  } catch (error) {
    throw asTableError(error, whole, count);
  }
  if (table.header === null) throw new TableError('The file is empty.', whole);
  if (lastByte !== newline)
    throw new TableError(`The last line (row ${Math.max(0, count - 1)}) does not end: the file is cut off.`, whole, count - 1);
  if (rows.length > 0) yield take();
}

const newline = 10;

function checkHeader(header: readonly string[], columns: readonly string[]): readonly string[] {
  const missing = columns.filter((name) => !header.includes(name));
  const unknown = header.filter((name) => !columns.includes(name));
  const at = columns.findIndex((name, i) => header[i] !== name);
  if (at < 0 && header.length === columns.length) return header;
  const what =
    missing.length > 0
      ? `Column ${missing.slice(0, 3).join(', ')} is missing`
      : unknown.length > 0
        ? `Column ${unknown.slice(0, 3).join(', ')} is not of this data set`
        : `Column ${at + 1} is ${header[at]}, not ${columns[at]}`;
  throw new TableError(`${what}; the header is '${header.join(',').slice(0, 120)}'.`, 'Give the file as it was published.');
}
