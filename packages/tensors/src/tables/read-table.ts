import { createReadStream, type ReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { CsvError, parse } from 'csv-parse';
import type { TableColumn } from './columns';

/** A table that cannot be read. Rows count from 0 below the header, as in numpy; lines from 1. */
export class TableError extends Error {
  constructor(
    message: string,
    readonly fix: string,
    readonly row: number | null = null,
  ) {
    super(message);
    this.name = 'TableError';
  }
}

/** A table with more in it than can be needed. */
export class TableTooLong extends TableError {
  constructor(
    what: string,
    readonly expected: string,
  ) {
    super(`The file holds more than ${what}.`, 'Send the rows and columns that are asked for, and nothing else.');
    this.name = 'TableTooLong';
  }
}

const asCsv = 'Write commas, decimal points and a header of column names, as UTF-8.';

interface TableOptions {
  wholeLines?: boolean;
  most?: { rows: number; bytes: number };
}

/**
 * Reads the named columns of a CSV file with a header, gzipped or not, as a stream; other columns are skipped. A file's
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
    const text = typeof source === 'string' ? (await openText(source)).text : source;
    text.on('data', (chunk: Buffer) => {
      lastByte = chunk.at(-1);
      bytes += chunk.length;
      if (most && bytes > most.bytes) text.destroy(new TableTooLong(`${most.bytes} bytes of csv`, `at most ${most.bytes} bytes`));
    });
    await pipeline(text, parser);
  } catch (error) {
    if (error instanceof CsvError) throw new TableError(`${error.message}.`, asCsv);
    const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
    if (code.startsWith('Z_')) throw new TableError(`The gzip file is cut off or damaged (${code}).`, 'Send the whole file.');
    throw error;
  }
  const count = rows.finish();
  if (wholeLines && lastByte !== newline)
    throw new TableError(`The last line (row ${count - 1}) does not end: the file is cut off.`, 'Send the whole file.', count - 1);
  return count;
}

const newline = 10;

/** Parser options of every table. Rows of a wrong length are refused by our own code, which names the row. */
export const csvOptions = { bom: true, relax_column_count: true, skip_empty_lines: true, trim: true, max_record_size: 65_536 } as const;

/** A file and the stream of its text, decompressed if it is gzipped. Errors of the file are passed on to the text stream. */
export async function openText(path: string): Promise<{ file: ReadStream; text: Readable }> {
  // Done before the stream is opened, because nothing would handle the stream's errors while this waits.
  const zipped = await isGzip(path);
  const file = createReadStream(path);
  if (!zipped) return { file, text: file };
  const gunzip = createGunzip();
  file.on('error', (error) => gunzip.destroy(error));
  return { file, text: file.pipe(gunzip) };
}

async function isGzip(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await file.close();
  }
}

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
