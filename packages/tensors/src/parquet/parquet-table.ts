type Library = typeof import('hyparquet');
type Metadata = Awaited<ReturnType<Library['parquetMetadataAsync']>>;
type File = Awaited<ReturnType<Library['asyncBufferFromFile']>>;

/** A parquet file cannot be read; the error names the location in the file. */
export class ParquetError extends Error {
  constructor(
    message: string,
    /** Row group and column. */
    readonly place: string | null,
    readonly fix = 'Download the file again and compare its checksum.',
  ) {
    super(message);
    this.name = 'ParquetError';
  }
}

/** Rows that are stored together, column after column. */
export interface RowGroup {
  start: number;
  count: number;
}

/** A parquet file, read by columns of one row group at a time, so that memory is that of one group. */
export class ParquetTable {
  private constructor(
    private readonly library: Library & { compressors: (typeof import('hyparquet-compressors'))['compressors'] },
    private readonly file: File,
    private readonly metadata: Metadata,
    readonly groups: readonly RowGroup[],
  ) {}

  /** @throws ParquetError if the file is not a parquet file, or is truncated */
  static async open(path: string): Promise<ParquetTable> {
    const library = await import('hyparquet');
    const { compressors } = await import('hyparquet-compressors');
    const file = await library.asyncBufferFromFile(path);
    const metadata = await library.parquetMetadataAsync(file).catch((error: unknown) => {
      throw new ParquetError(`This is no parquet file, or not all of it: ${messageOf(error)}.`, null);
    });
    let start = 0;
    const groups = metadata.row_groups.map(({ num_rows }) => {
      const group = { start, count: Number(num_rows) };
      start += group.count;
      return group;
    });
    return new ParquetTable({ ...library, compressors }, file, metadata, groups);
  }

  get rows(): number {
    return Number(this.metadata.num_rows);
  }
  get names(): string[] {
    return this.library.parquetSchema(this.metadata).children.map(({ element }) => element.name);
  }

  /** A column of numbers, which lie between what the file says are its smallest and largest. @throws ParquetError */
  async numbers(group: RowGroup, name: string): Promise<Float64Array> {
    const place = this.place(group, name);
    const values = await this.read(group, name);
    const numbers = Float64Array.from(values, (value, row) => {
      const number = asNumber(value);
      if (number === null) throw new ParquetError(`Row ${group.start + row} of ${name} is no number: ${String(value)}.`, place);
      return number;
    });
    const { min, max } = this.statistics(group, name);
    const row = numbers.findIndex((value) => (min !== null && value < min) || (max !== null && value > max));
    if (row >= 0)
      throw new ParquetError(
        `Row ${group.start + row} of ${name} is ${numbers[row]}; the file says that it lies in ${min} to ${max}.`,
        place,
      );
    return numbers;
  }

  /** A column of texts. @throws ParquetError */
  async texts(group: RowGroup, name: string): Promise<string[]> {
    return Array.from(await this.read(group, name), (value, row) => {
      if (typeof value === 'string') return value;
      throw new ParquetError(`Row ${group.start + row} of ${name} is no text: ${String(value)}.`, this.place(group, name));
    });
  }

  private async read({ start, count }: RowGroup, name: string): Promise<ArrayLike<unknown>> {
    const place = this.place({ start, count }, name);
    if (!this.names.includes(name)) throw new ParquetError(`There is no column ${name}.`, place);
    const parts: ArrayLike<unknown>[] = [];
    try {
      await this.library.parquetRead({
        file: this.file,
        metadata: this.metadata,
        compressors: this.library.compressors,
        columns: [name],
        rowStart: start,
        rowEnd: start + count,
        onChunk: ({ columnData }) => parts.push(columnData),
      });
    } catch (error) {
      throw new ParquetError(`Column ${name} cannot be read: ${messageOf(error)}.`, place);
    }
    const values = parts.length === 1 ? parts[0]! : parts.flatMap((part) => Array.from(part));
    if (values.length !== count) throw new ParquetError(`Column ${name} has ${values.length} values for ${count} rows.`, place);
    return values;
  }

  private statistics({ start }: RowGroup, name: string): { min: number | null; max: number | null } {
    const group = this.metadata.row_groups[this.groups.findIndex((candidate) => candidate.start === start)];
    const column = group?.columns.find(({ meta_data }) => meta_data?.path_in_schema.join('.') === name);
    const { min_value: min, max_value: max } = column?.meta_data?.statistics ?? {};
    return { min: asNumber(min), max: asNumber(max) };
  }

  private place({ start, count }: RowGroup, name: string): string {
    return `rows ${start} to ${start + count - 1}, column ${name}`;
  }
}

/** Of any number type, flags too; null for what is none, or a whole number that a double cannot hold. */
function asNumber(value: unknown): number | null {
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'bigint') return BigInt(Number(value)) === value ? Number(value) : null;
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
}
