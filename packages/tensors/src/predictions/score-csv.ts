import { eachRecord, type CsvSource } from './csv-records';
import { numberIn } from '../tables/decimal-number';
import { isIdColumn, numberAt } from './csv-cells';
import { IdRows } from './id-rows';
import { unreadable, wrongLength } from './score-faults';

const asCsv = 'Write one score a line, or lines of id,score, with commas and decimal points, as UTF-8.';

/**
 * One score a line, in the split's order; or `id,score` in any order; with or without a header. Read as a stream.
 * @param ids event ids in the order of the split; absent, they are 0 to rows - 1
 */
export async function scoresFromCsv(csv: CsvSource, rows: number, ids?: readonly string[]): Promise<Float64Array> {
  const table = new ScoreTable(rows, ids);
  await eachRecord(csv, asCsv, (cells, line) => table.add(cells, line));
  return table.finish();
}

/** What pandas calls the only column of an unnamed series or frame. */
const pandasName = '0';

/** Receives records one by one; the first record determines how they are read. */
class ScoreTable {
  private readonly scores: Float64Array;
  private header: string[] | null = null;
  private columns = 0;
  private idColumn = 0;
  private keys: IdRows | null = null;
  private count = 0;
  private firstIsZero = false;

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
    if (this.keys)
      this.scores[this.keys.rowOf(cells[this.idColumn] ?? '', line)] = numberAt(cells[1 - this.idColumn] ?? '', { line, asCsv });
    else if (this.count < this.rows || this.takeFirstForHeader()) this.scores[this.count] = numberAt(cells[0] ?? '', { line, asCsv });
    else throw wrongLength(this.rows, `more than ${this.rows} rows${this.below()}`);
    this.count += 1;
  }

  finish(): Float64Array {
    if (this.keys) this.keys.checkComplete();
    else if (this.count !== this.rows) throw wrongLength(this.rows, `${this.count} rows${this.below()}`);
    return this.scores;
  }

  /** Inspects the first record; returns true if it is a header. */
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
    const [first = ''] = cells;
    this.firstIsZero = cells.length === 1 && first === pandasName;
    const isNamedIndex = cells.length === 2 && isIdColumn(first) && !this.ids?.includes(first);
    if (!isNamedIndex && numberIn(cells.at(-1) ?? '') !== null) return false;
    this.header = cells;
    if (cells.length === 2) this.idColumn = idColumnOf(cells);
    return true;
  }

  /** pandas names a column of its own 0: then there is one line more than there are rows, and the first is no score. */
  private takeFirstForHeader(): boolean {
    if (!this.firstIsZero || this.header) return false;
    this.header = [pandasName];
    this.scores.copyWithin(0, 1);
    this.count -= 1;
    return true;
  }

  private below(): string {
    return this.header ? ` below the header '${this.header.join(',').slice(0, 80)}'` : '';
  }
}

function idColumnOf(header: readonly string[]): number {
  const columns = header.flatMap((name, index) => (isIdColumn(name) ? [index] : []));
  const [column] = columns;
  if (column !== undefined && columns.length === 1) return column;
  const shown = header.join(',').slice(0, 80);
  throw unreadable(`The header '${shown}' does not tell which column holds the ids.`, 'the header id,score', shown, asCsv);
}
