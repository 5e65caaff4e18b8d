import type { TensorKinds, Tensors } from '@unblind/challenges';

export interface ColumnRange {
  name: string;
  /** Null if no value is finite. */
  min: number | null;
  max: number | null;
  /** Number of NaN and infinite values. */
  notFinite: number;
}

/** The smallest and largest value of each column of each tensor, gathered block by block. */
export class ColumnRanges {
  private readonly ranges = new Map<string, ColumnRange[]>();

  /** @param axes the names of the last axis of tensors, where there are any */
  constructor(
    private readonly kinds: TensorKinds,
    axes: Readonly<Record<string, readonly string[] | undefined>>,
  ) {
    for (const [name, { rowShape }] of Object.entries(kinds)) {
      const width = rowShape.at(-1) ?? 1;
      const names = axes[name]?.length === width ? axes[name] : null;
      const column = (i: number) => names?.[i] ?? (width === 1 ? name : `${name}[${i}]`);
      this.ranges.set(
        name,
        Array.from({ length: width }, (_, i) => ({ name: column(i), min: null, max: null, notFinite: 0 })),
      );
    }
  }

  add(tensors: Tensors): void {
    for (const name of Object.keys(this.kinds)) {
      const tensor = tensors[name];
      const columns = this.ranges.get(name);
      if (tensor && columns) gather('lengths' in tensor ? tensor.data : tensor, columns);
    }
  }

  report(tensors: ReadonlySet<string>): Record<string, ColumnRange[]> {
    return Object.fromEntries([...this.ranges].filter(([name]) => tensors.has(name)));
  }
}

function gather(values: ArrayLike<number | bigint>, columns: ColumnRange[]): void {
  for (let i = 0; i < values.length; i++) {
    const column = columns[i % columns.length]!;
    const value = Number(values[i]);
    if (!Number.isFinite(value)) column.notFinite++;
    else {
      if (column.min === null || value < column.min) column.min = value;
      if (column.max === null || value > column.max) column.max = value;
    }
  }
}
