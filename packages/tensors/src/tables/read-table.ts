import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parse } from 'csv-parse';
import type { TableColumn } from './columns';
import { asTableError, csvOptions, onlyText, openCsv } from './open-csv';
import { TableError, TableTooLong } from './table-error';

const asCsv = 'Write commas, decimal points and a header of column names, as UTF-8.';

interface TableOptions {
  wholeLines?: boolean;
  most?: { rows: number; bytes: number };
}

/**
 * Reads the named columns of a CSV file with a header, gzipped, zipped or neither, as a stream; other columns are skipped. A file's
 * memory is that of the requested columns.
 *
 * @param source a path, or what is in the file
 * @param most refuses a file that holds more, once decompressed
 * @param wholeLines the last line must end, as in files that a program wrote: without its end the file is cut off
 * @returns the number of rows; the cells are in the columns
 * @throws TableError for a column that is missing, a row of another length, and a cell that is not what its column holds, with
 *   the row; for what is no CSV
 */
export async function readTable(
  source: string | Readable,
  columns: readonly TableColumn[],
  { wholeLines = false, most }: TableOptions = {},
): Promise<number> {
  let lastByte: number | undefined;
  let bytes = 0;
  const rows = new RowReader(columns, most?.rows);
  const parser = parse({
    ...csvOptions,
    // Records are consumed here instead of being passed on, because a stream of small records is several times slower.
    on_record: (cells: string[], { lines }) => {
      rows.add(cells, lines);
      return null;
    },
  });
  parser.resume();
  try {
    const text = typeof source === 'string' ? (await openCsv(source)).text : onlyText(source);
    text.on('data', (chunk: Buffer) => {
      lastByte = chunk.at(-1);
      bytes += chunk.length;
      if (most && bytes > most.bytes) text.destroy(new TableTooLong(`${most.bytes} bytes of csv`, `at most ${most.bytes} bytes`));
    });
    await pipeline(text, parser);
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
