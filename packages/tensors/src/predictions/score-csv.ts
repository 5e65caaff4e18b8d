import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { ParticipantFault } from '@unblind/contracts';
import { CsvError, parse } from 'csv-parse';
import { IdRows } from './id-rows';
import { unreadable, wrongLength } from './score-faults';

export interface CsvOptions {
  rows: number;
  /** Event ids in the order of the split; absent, they are 0 to rows - 1. */
  ids?: readonly string[] | undefined;
  gzipped: boolean;
  /** After unpacking. */
  maximumBytes: number;
}

const asCsv = 'Write one score a line, or lines of id,score, with commas and decimal points, as UTF-8.';

/** One score a line, in the split's order; or `id,score` in any order; with or without a header. Read as a stream. */
export async function scoresFromCsv(source: Readable, options: CsvOptions): Promise<Float64Array> {
  const table = new ScoreTable(options.rows, options.ids);
  const bounded = (chunks: AsyncIterable<Buffer>) => textWithin(chunks, options.maximumBytes);
  const parser = parse({
    bom: true,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
    max_record_size: 4096,
    // Taken here and not passed on: a stream of small records is several times slower.
    on_record: (cells: string[], { lines }) => {
      table.add(cells, lines);
      return null;
    },
  });
  parser.resume();
  try {
    if (options.gzipped) await pipeline(source, createGunzip(), bounded, parser);
    else await pipeline(source, bounded, parser);
  } catch (error) {
    if (isZlibError(error)) throw unreadable('The gzip file is damaged.', 'csv.gz', error.code, 'Send it again, or send the csv itself.');
    if (error instanceof CsvError) throw unreadable(`The file cannot be read: ${error.message}.`, 'csv', error.code, asCsv);
    throw error;
  }
  return table.finish();
}

function isZlibError(error: unknown): error is { code: string } {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_');
}

/** A small archive may unpack without end. */
async function* textWithin(chunks: AsyncIterable<Buffer>, maximumBytes: number): AsyncGenerator<Buffer> {
  let total = 0;
  for await (const chunk of chunks) {
    total += chunk.length;
    if (total > maximumBytes) {
      throw new ParticipantFault('file-too-large', {
        message: 'The file is larger than predictions of this split can be.',
        expected: `at most ${maximumBytes} bytes of csv`,
        got: `more than ${maximumBytes} bytes`,
        fix: 'Send one number for each event, or an npy file.',
      });
    }
    if (chunk.includes(0)) throw unreadable('The file is not text.', '.npy, .npz, .csv or .csv.gz', 'binary data', asCsv);
    yield chunk;
  }
}

const idNames = new Set(['', 'id', 'ids', 'index', 'row', 'event', 'event_id', 'eventid', 'jet', 'jet_id']);

/** Takes the records one by one, deciding by the first how they are to be read. */
class ScoreTable {
  private readonly scores: Float64Array;
  private header: string[] | null = null;
  private columns = 0;
  private idColumn = 0;
  private keys: IdRows | null = null;
  private count = 0;

  constructor(
    private readonly rows: number,
    private readonly ids: readonly string[] | undefined,
  ) {
    this.scores = new Float64Array(rows);
  }

  add(cells: string[], line: number): void {
    if (this.columns === 0 && this.begin(cells)) return;
    if (cells.length !== this.columns) {
      throw unreadable(
        `Line ${line} has ${cells.length} columns, the first has ${this.columns}.`,
        `${this.columns} columns`,
        cells.join(',').slice(0, 80),
        asCsv,
      );
    }
    if (this.keys) this.scores[this.keys.rowOf(cells[this.idColumn] ?? '', line)] = scoreOf(cells[1 - this.idColumn] ?? '', line);
    else if (this.count < this.rows) this.scores[this.count] = scoreOf(cells[0] ?? '', line);
    else throw wrongLength(this.rows, `more than ${this.rows} rows${this.below()}`);
    this.count += 1;
  }

  finish(): Float64Array {
    if (this.keys) this.keys.checkComplete();
    else if (this.count !== this.rows) throw wrongLength(this.rows, `${this.count} rows${this.below()}`);
    return this.scores;
  }

  /** Looks at the first record; true where it is a header. */
  private begin(cells: string[]): boolean {
    if (cells.length > 2) {
      throw unreadable(
        `The first line has ${cells.length} columns.`,
        'one column of scores, or id,score',
        cells.join(',').slice(0, 80),
        asCsv,
      );
    }
    this.columns = cells.length;
    if (cells.length === 2) this.keys = new IdRows(this.rows, this.ids);
    if (number(cells.at(-1) ?? '') !== null) return false;
    this.header = cells;
    if (cells.length === 2) this.idColumn = idColumnOf(cells);
    return true;
  }

  private below(): string {
    return this.header ? ` below the header '${this.header.join(',').slice(0, 80)}'` : '';
  }
}

function idColumnOf(header: readonly string[]): number {
  const columns = header.flatMap((name, index) => (idNames.has(name.toLowerCase()) ? [index] : []));
  const [column] = columns;
  if (column !== undefined && columns.length === 1) return column;
  const shown = header.join(',').slice(0, 80);
  throw unreadable(`The header '${shown}' does not tell which column holds the ids.`, 'the header id,score', shown, asCsv);
}

function scoreOf(cell: string, line: number): number {
  const value = number(cell);
  if (value !== null) return value;
  const shown = cell.slice(0, 40);
  throw unreadable(`Line ${line} holds '${shown}', which is not a number.`, 'a number', shown, asCsv);
}

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** Null for what is not a number; NaN and infinity are numbers here, to be refused by their row. */
function number(cell: string): number | null {
  if (decimal.test(cell)) return Number(cell);
  if (/^[+-]?nan$/i.test(cell)) return NaN;
  const infinite = /^([+-]?)inf(inity)?$/i.exec(cell);
  return infinite ? Number(`${infinite[1]}Infinity`) : null;
}
