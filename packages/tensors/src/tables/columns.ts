import { numberIn } from './decimal-number';
import { wholeNumber } from './whole-number';

/** One column of a CSV table as it is read, cell by cell, into a typed array: ids of 64 bits never pass through doubles. */
export interface TableColumn {
  /** The header of the column and its synonyms; the first one that the file has is used. */
  readonly names: readonly string[];
  /** An optional column stays empty if the file lacks it. */
  readonly optional: boolean;
  /** What a cell should hold, for messages. */
  readonly holds: string;
  /** False for a cell that holds something else. */
  add(cell: string): boolean;
}

interface Growing<T> {
  length: number;
  [index: number]: T;
  set(array: this): void;
  subarray(begin: number, end: number): this;
}

/** How the cells of a column are read and kept. */
interface CellType<T, A> {
  holds: string;
  /** Null for a cell that holds something else. */
  parse: (cell: string) => T | null;
  make: (length: number) => A;
}

class GrowingColumn<T, A extends Growing<T>> implements TableColumn {
  private count = 0;
  private array: A;
  readonly holds: string;

  constructor(
    readonly names: readonly string[],
    readonly optional: boolean,
    private readonly cells: CellType<T, A>,
  ) {
    this.holds = cells.holds;
    this.array = cells.make(1024);
  }

  add(cell: string): boolean {
    const value = this.cells.parse(cell);
    if (value === null) return false;
    if (this.count === this.array.length) {
      const larger = this.cells.make(2 * this.count);
      larger.set(this.array);
      this.array = larger;
    }
    this.array[this.count++] = value;
    return true;
  }

  /** The values read so far, as a view. */
  values(): A {
    return this.array.subarray(0, this.count);
  }
}

class TextColumn implements TableColumn {
  readonly holds = 'text';
  readonly optional = false;
  readonly values: string[] = [];

  constructor(readonly names: readonly string[]) {}

  add(cell: string): boolean {
    this.values.push(cell);
    return true;
  }
}

interface Presence {
  optional?: boolean;
}

export function int64Column(names: readonly string[], { optional = false }: Presence = {}) {
  return new GrowingColumn(names, optional, {
    holds: 'a whole number of signed 64 bits',
    parse: int64,
    make: (length) => new BigInt64Array(length),
  });
}

/** NaN and infinity are accepted as numbers here; scorers refuse them and name the row. */
export function float64Column(names: readonly string[], { optional = false }: Presence = {}) {
  return new GrowingColumn(names, optional, { holds: 'a number', parse: numberIn, make: (length) => new Float64Array(length) });
}

export function textColumn(names: readonly string[]) {
  return new TextColumn(names);
}

function int64(cell: string): bigint | null {
  const value = wholeNumber(cell);
  return value === null || value !== BigInt.asIntN(64, value) ? null : value;
}
