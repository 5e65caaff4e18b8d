import type { TableColumn } from './columns';
import { asTableError, parseCsv } from './parse-csv';
import { TableError, TableTooLong } from './table-error';

const asCsv = 'Write commas, decimal points and a header of column names, as UTF-8.';

export interface TableOptions {
  /** The last line must end, as in files that a program wrote: without its end the file is cut off. */
  wholeLines?: boolean;
  /** A table that holds more is refused. */
  most?: { rows: number; bytes: number };
}

/**
 * Reads the named columns of a CSV with a header, as a stream; other columns are skipped. Its memory is that of the requested columns.
 *
 * @returns the number of rows; the cells are in the columns
 * @throws TableError for a column that is missing, a row of another length, and a cell that is not what its column holds, with
 *   the row; for what is no CSV
 */
export async function readRows(
  text: AsyncIterable<Uint8Array>,
  columns: readonly TableColumn[],
  { wholeLines = false, most }: TableOptions = {},
): Promise<number> {
  let lastByte: number | undefined;
  let bytes = 0;
  const rows = new RowReader(columns, most?.rows);
  async function* watched(): AsyncGenerator<Uint8Array> {
    for await (const chunk of text) {
      lastByte = chunk.at(-1) ?? lastByte;
      bytes += chunk.length;
      if (most && bytes > most.bytes) throw new TableTooLong(`${most.bytes} bytes of csv`, `at most ${most.bytes} bytes`);
      yield chunk;
    }
  }
  try {
    for await (const _ of parseCsv(watched(), (cells, line) => rows.add(cells, line)));
  } catch (error) {
    throw asTableError(error, asCsv);
  }
  const count = rows.finish();
  if (wholeLines && lastByte !== newline)
    throw new TableError(`The last line (row ${count - 1}) does not end: the file is cut off.`, 'Send the whole file.', count - 1);
  return count;
}

const newline = 10;

class RowReader {
  private header: readonly string[] | null = null;
  private taken: { column: TableColumn; at: number; name: string }[] = [];
  private count = 0;

  constructor(
    private readonly columns: readonly TableColumn[],
    private readonly mostRows = Infinity,
  ) {}

  add(cells: string[], line: number): void {
    if (!this.header) return this.begin(cells);
    if (this.count === this.mostRows) throw new TableTooLong(`${this.mostRows} rows`, `${this.mostRows} rows`);
    const row = this.count++;
    if (cells.length !== this.header.length) {
      throw new TableError(`Line ${line} (row ${row}) has ${cells.length} columns, the header has ${this.header.length}.`, asCsv, row);
    }
    for (const { column, at, name } of this.taken) {
      const cell = cells[at] ?? '';
      if (column.add(cell)) continue;
      const what = `Line ${line} (row ${row}): ${name} is '${cell.slice(0, 40)}', not ${column.holds}.`;
      throw new TableError(what, `Write ${column.holds} there.`, row);
    }
  }

  finish(): number {
    if (!this.header) throw new TableError('The file is empty.', asCsv);
    return this.count;
  }

  private begin(header: readonly string[]): void {
    this.header = header;
    for (const column of this.columns) {
      const name = column.names.find((candidate) => header.includes(candidate));
      if (name !== undefined) this.taken.push({ column, at: header.indexOf(name), name });
      else if (!column.optional) {
        const shown = header.join(',').slice(0, 120);
        throw new TableError(
          `There is no column ${column.names.join(' or ')}; the header is '${shown}'.`,
          'Name the columns in the first line.',
        );
      }
    }
  }
}
