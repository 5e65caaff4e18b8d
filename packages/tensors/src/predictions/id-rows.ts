import { wholeNumber } from '../tables/whole-number';
import { wrongIds } from './score-faults';

/** Finds the row of each event id, and checks that every id occurs exactly once. */
export class IdRows {
  /** The line with the id of each row; 0 if it has not occurred yet. */
  private readonly lines: Uint32Array;
  private readonly given: ReadonlyMap<string, number> | null;

  constructor(
    private readonly rows: number,
    private readonly ids: readonly string[] | undefined,
  ) {
    this.lines = new Uint32Array(rows);
    this.given = ids ? new Map(ids.map((id, row) => [id, row])) : null;
  }

  rowOf(id: string, line: number): number {
    const row = this.given ? (this.given.get(id) ?? this.given.get(String(wholeNumber(id)))) : ordinal(id, this.rows);
    if (row === undefined) throw wrongIds(`Line ${line}: the split has no event ${shown(id)}.`, id.slice(0, 40), this.expected());
    const before = this.lines[row];
    if (before) throw wrongIds(`Line ${line}: event ${shown(id)} came on line ${before} already.`, id.slice(0, 40), this.expected());
    this.lines[row] = line;
    return row;
  }

  checkComplete(): void {
    const missing = this.lines.filter((line) => line === 0).length;
    if (missing === 0) return;
    const first = this.lines.indexOf(0);
    const id = this.ids?.[first] ?? String(first);
    throw wrongIds(`${missing} of ${this.rows} events are missing, the first is ${shown(id)}.`, id, this.expected());
  }

  private expected(): string {
    return this.given ? `each of the ${this.rows} event ids once` : `each id from 0 to ${this.rows - 1} once`;
  }
}

function ordinal(id: string, rows: number): number | undefined {
  const row = wholeNumber(id);
  return row !== null && row >= 0n && row < BigInt(rows) ? Number(row) : undefined;
}

const shown = (id: string): string => `'${id.slice(0, 40)}'`;
