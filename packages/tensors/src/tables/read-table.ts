import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
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

const asCsv = 'Write commas, decimal points and a header of column names, as UTF-8.';

/**
 * Reads the named columns of a CSV file with a header, gzipped or not, as a stream; other columns are skipped. A file's
 * memory is that of its columns.
 *
 * @returns the number of rows; the cells are in the columns
 * @throws TableError for a column that is missing, a row of another length, and a cell that is not what its column holds, with
 *   the row; for what is no CSV
 */
export async function readTable(file: string, columns: readonly TableColumn[]): Promise<number> {
  const rows = new RowReader(columns);
  const parser = parse({
    bom: true,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
    max_record_size: 65_536,
    // Taken here and not passed on: a stream of small records is several times slower.
    on_record: (cells: string[], { lines }) => {
      rows.add(cells, lines);
      return null;
    },
  });
  parser.resume();
  try {
    if (await isGzip(file)) await pipeline(createReadStream(file), createGunzip(), parser);
    else await pipeline(createReadStream(file), parser);
  } catch (error) {
    if (error instanceof CsvError) throw new TableError(`${error.message}.`, asCsv);
    throw error;
  }
  return rows.finish();
}

export async function isGzip(path: string): Promise<boolean> {
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

  constructor(private readonly columns: readonly TableColumn[]) {}

  add(cells: string[], line: number): void {
    if (!this.header) return this.begin(cells);
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
