import { nearest } from '@unblind/contracts';
import { isIdColumn, numberAt } from './csv-cells';
import { eachRecord, type CsvSource } from './csv-records';
import { IdRows } from './id-rows';
import { unreadable, wrongLength } from './score-faults';

const asCsv = 'Write a header with the names of the classes, then a line of probabilities for each event, with commas and decimal points.';

interface Wanted {
  rows: number;
  classes: readonly string[];
  ids?: readonly string[] | undefined;
}

/** Columns are taken by their names, in any order; rows in the split's order, or by their ids. Read as a stream. */
export async function classProbabilitiesFromCsv(csv: CsvSource, wanted: Wanted): Promise<Float64Array> {
  const table = new ClassTable(wanted);
  await eachRecord(csv, asCsv, (cells, line) => table.add(cells, line));
  return table.finish();
}

class ClassTable {
  private readonly probabilities: Float64Array;
  private header: readonly string[] = [];
  /** The column of each class. */
  private places: readonly number[] = [];
  private idColumn = -1;
  private keys: IdRows | null = null;
  private count = 0;

  constructor(private readonly wanted: Wanted) {
    this.probabilities = new Float64Array(wanted.rows * wanted.classes.length);
  }

  add(cells: string[], line: number): void {
    if (this.header.length === 0) return this.begin(cells);
    if (cells.length !== this.header.length) {
      const got = `${cells.length} columns`;
      throw unreadable(`Line ${line} has ${got}, the header has ${this.header.length}.`, `${this.header.length} columns`, got, asCsv);
    }
    const { rows, classes } = this.wanted;
    if (!this.keys && this.count >= rows) throw wrongLength(rows, `more than ${rows} rows`);
    const row = this.keys ? this.keys.rowOf(cells[this.idColumn] ?? '', line) : this.count;
    for (const [k, place] of this.places.entries())
      this.probabilities[row * classes.length + k] = numberAt(cells[place] ?? '', { line, column: classes[k] ?? '', asCsv });
    this.count++;
  }

  finish(): Float64Array {
    const { rows } = this.wanted;
    if (this.keys) this.keys.checkComplete();
    else if (this.count !== rows) throw wrongLength(rows, `${this.count} rows below its header`);
    return this.probabilities;
  }

  private begin(header: string[]): void {
    const { classes, rows, ids } = this.wanted;
    const places = placesOf(header, classes);
    this.header = header;
    this.places = places;
    this.idColumn = header.findIndex((name, at) => isIdColumn(name) && !places.includes(at));
    if (this.idColumn >= 0) this.keys = new IdRows(rows, ids);
  }
}

/** @throws ParticipantFault for a class without a column or with two, and for a column that is neither a class nor ids */
function placesOf(header: readonly string[], classes: readonly string[]): number[] {
  const refuse = (message: string, fix: string) =>
    unreadable(message, `a column for each of ${classes.join(', ')}`, header.join(',').slice(0, 120), fix);
  const others = header.filter((name) => !classes.includes(name) && !isIdColumn(name));
  const places = classes.map((name) => {
    const place = header.indexOf(name);
    if (place < 0) {
      const close = nearest(name, others);
      throw refuse(
        `There is no column for the class ${name}.`,
        close === null ? `Name a column ${name}.` : `Did you mean ${name} by '${close.slice(0, 40)}'?`,
      );
    }
    if (header.includes(name, place + 1)) throw refuse(`There are two columns for the class ${name}.`, 'Send one column for each class.');
    return place;
  });
  const [unknown] = others;
  if (unknown !== undefined) {
    const close = nearest(unknown, classes);
    throw refuse(
      `The column '${unknown.slice(0, 40)}' is no class of this challenge.`,
      close === null ? 'Leave it out.' : `Did you mean ${close}? That has a column already.`,
    );
  }
  if (header.filter(isIdColumn).length > 1) throw refuse('There are two columns of ids.', 'Leave one of them out.');
  return places;
}
