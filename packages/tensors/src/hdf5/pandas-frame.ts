import { Hdf5Error } from './hdf5-error';
import { Hdf5File, text, type Hdf5DataSet, type Hdf5Type } from './hdf5-file';
import { readPickle } from './read-pickle';

/** Columns of one number type that lie side by side in the file. */
export interface FrameBlock {
  names: readonly string[];
  /** [count, names], row after row. Integers come as doubles: flags and counts, no ids of 64 bits. */
  data: Float32Array | Float64Array;
}

/** Where a block of columns lies: all of a data set, or a field of a table. */
interface StoredBlock {
  names: readonly string[];
  source: Hdf5DataSet;
  type: Hdf5Type;
  /** Bytes into a row of the source. */
  offset: number;
}

const published = 'Give the file as it was published; this reads what pandas wrote with to_hdf, format "table" or "fixed".';

/** A pandas data frame in an HDF5 file, in either of pandas' formats, read by ranges of rows. */
export class PandasFrame {
  private constructor(
    private readonly file: Hdf5File,
    /** Its name in the file. */
    readonly key: string,
    readonly rows: number,
    private readonly blocks: readonly StoredBlock[],
  ) {}

  /** Opens the one frame that the file holds. @throws Hdf5Error that names the part that pandas would write differently */
  static async open(path: string): Promise<PandasFrame> {
    const file = await Hdf5File.open(path);
    try {
      const frames = file.paths().filter((name) => file.attribute(name, 'pandas_type') !== null);
      const [key] = frames;
      if (key === undefined || frames.length !== 1)
        throw new Hdf5Error(`The file holds ${frames.length === 0 ? 'no pandas table' : `several: ${frames.join(', ')}`}.`, '/', published);
      const kind = file.attribute(key, 'pandas_type');
      if (kind === 'frame_table') return tableFrame(file, key);
      if (kind === 'frame') return fixedFrame(file, key);
      throw new Hdf5Error(`'${kind}' is not a data frame.`, key, published);
    } catch (error) {
      file.close();
      throw error;
    }
  }

  static of(file: Hdf5File, key: string, rows: number, blocks: readonly StoredBlock[]): PandasFrame {
    return new PandasFrame(file, key, rows, blocks);
  }

  /** Of all columns, block after block. */
  get names(): string[] {
    return this.blocks.flatMap(({ names }) => names);
  }

  /** Rows [start, start + count) of all columns. */
  read(start: number, count: number): FrameBlock[] {
    const bytes = new Map<Hdf5DataSet, Uint8Array>();
    return this.blocks.map(({ names, source, type, offset }) => {
      const rows = bytes.get(source) ?? this.file.readRows(source, start, count);
      bytes.set(source, rows);
      const rowBytes = rows.byteLength / count;
      return { names, data: numbers(rows, type, { count, width: names.length, rowBytes, offset }) };
    });
  }

  close(): void {
    this.file.close();
  }
}

/** PyTables' table: a compound type whose fields are blocks of columns, named in pickles. */
function tableFrame(file: Hdf5File, key: string): PandasFrame {
  const source = file.dataSet(`${key}/table`);
  const [rows = 0] = source.shape;
  const said = file.attribute(source.path, 'NROWS');
  if (said !== null && said !== rows)
    throw new Hdf5Error(`The table says that it has ${said} rows and has ${rows}.`, source.path, published);
  if (source.fields === null || source.shape.length !== 1)
    throw new Hdf5Error('This is not a table of named fields.', source.path, published);
  const blocks = source.fields
    .filter(({ name }) => name !== 'index')
    .map((field): StoredBlock => {
      const place = `${source.path}@${field.name}`;
      const names = /^values_block_\d+$/.test(field.name) ? columnNames(file, source.path, field.name) : [field.name];
      if (names.length !== field.count) throw new Hdf5Error(`${names.length} names are given to ${field.count} columns.`, place, published);
      return { names, source, type: numberType(field, place), offset: field.offset };
    });
  return PandasFrame.of(file, key, rows, blocks);
}

function columnNames(file: Hdf5File, path: string, field: string): string[] {
  const place = `${path}@${field}_kind`;
  const pickle = file.attribute(path, `${field}_kind`);
  if (typeof pickle !== 'string') throw new Hdf5Error('The names of the columns are missing.', place, published);
  try {
    const names = readPickle(pickle);
    if (Array.isArray(names) && names.every((name) => typeof name === 'string')) return names;
    throw new Error('it is not a list of names');
  } catch (error) {
    throw new Hdf5Error(`The names of the columns cannot be read: ${error instanceof Error ? error.message : ''}.`, place, published);
  }
}

/** One data set for each block of columns, and their names in another. */
function fixedFrame(file: Hdf5File, key: string): PandasFrame {
  const rows = file.dataSet(`${key}/axis1`).shape[0] ?? 0;
  const blocks = Array.from({ length: Number(file.attribute(key, 'nblocks') ?? 0) }, (_, i): StoredBlock => {
    const source = file.dataSet(`${key}/block${i}_values`);
    const names = itemNames(file, file.dataSet(`${key}/block${i}_items`));
    const [height, width] = source.shape;
    if (source.shape.length !== 2 || height !== rows || width !== names.length)
      throw new Hdf5Error(
        `It has the shape ${source.shape.join(' x ')}; ${rows} rows of ${names.length} columns are announced.`,
        source.path,
        published,
      );
    return { names, source, type: numberType(source.type, source.path), offset: 0 };
  });
  return PandasFrame.of(file, key, rows, blocks);
}

/** Texts, or the numbers 0, 1, ... */
function itemNames(file: Hdf5File, items: Hdf5DataSet): string[] {
  const [count = 0] = items.shape;
  const bytes = file.readRows(items, 0, count);
  const { kind, size } = items.type;
  if (kind === 'text') return Array.from({ length: count }, (_, i) => text(bytes.subarray(i * size, (i + 1) * size)));
  return Array.from(numbers(bytes, numberType(items.type, items.path), { count, width: 1, rowBytes: size, offset: 0 }), String);
}

function numberType(type: Hdf5Type, place: string): Hdf5Type {
  const { kind, size, littleEndian } = type;
  const isKnown = (kind === 'float' && (size === 4 || size === 8)) || (kind === 'integer' && [1, 2, 4, 8].includes(size));
  if (!isKnown || !littleEndian) throw new Hdf5Error('Its values are not little-endian numbers of a usual size.', place, published);
  return type;
}

interface Layout {
  count: number;
  width: number;
  rowBytes: number;
  offset: number;
}

function numbers(bytes: Uint8Array, { kind, size, signed }: Hdf5Type, { count, width, rowBytes, offset }: Layout) {
  const result = kind === 'float' && size === 4 ? new Float32Array(count * width) : new Float64Array(count * width);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const read = reader(view, kind, size, signed);
  for (let row = 0, to = 0; row < count; row++)
    for (let column = 0, at = row * rowBytes + offset; column < width; column++, at += size) result[to++] = read(at);
  return result;
}

function reader(view: DataView, kind: Hdf5Type['kind'], size: number, signed: boolean): (at: number) => number {
  if (kind === 'float') return size === 4 ? (at) => view.getFloat32(at, true) : (at) => view.getFloat64(at, true);
  switch (size) {
    case 1:
      return signed ? (at) => view.getInt8(at) : (at) => view.getUint8(at);
    case 2:
      return signed ? (at) => view.getInt16(at, true) : (at) => view.getUint16(at, true);
    case 4:
      return signed ? (at) => view.getInt32(at, true) : (at) => view.getUint32(at, true);
    default:
      return signed ? (at) => Number(view.getBigInt64(at, true)) : (at) => Number(view.getBigUint64(at, true));
  }
}
