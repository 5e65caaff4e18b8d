import { closeSync, openSync, readSync } from 'node:fs';
import { Hdf5Error } from './hdf5-error';
import { hdf5Library, type ConfinedLibrary } from './hdf5-library';

type Library = ConfinedLibrary['library'];

/** A number type, or text of a fixed number of bytes. */
export interface Hdf5Type {
  kind: 'integer' | 'float' | 'text' | 'other';
  /** Bytes of one number or text. */
  size: number;
  signed: boolean;
  littleEndian: boolean;
}
interface Hdf5Field extends Hdf5Type {
  name: string;
  /** Bytes into the row. */
  offset: number;
  /** How many numbers it has in each row. */
  count: number;
}
export interface Hdf5DataSet {
  path: string;
  shape: readonly number[];
  type: Hdf5Type;
  /** Of a table (compound type). */
  fields: readonly Hdf5Field[] | null;
}

const selfContained = 'Give one file that contains its data: no external links, no external raw data, no virtual data sets.';
const whole = 'Download the file again and compare its checksum.';
const signature = Buffer.from('\x89HDF\r\n\x1a\n', 'latin1');

/**
 * Reads ranges of rows from an HDF5 file as plain bytes, so that memory stays bounded. Errors of the HDF5 library are thrown; the
 * library then keeps the file open until the process ends.
 */
export class Hdf5File {
  private constructor(
    private readonly confined: ConfinedLibrary,
    private readonly id: bigint,
    readonly path: string,
  ) {}

  /** @throws Hdf5Error if the file is not an HDF5 file, or is truncated */
  static async open(path: string): Promise<Hdf5File> {
    if (!startsAsHdf5(path)) throw new Hdf5Error('This is not an HDF5 file.', null, 'Give the file as it was published, unpacked.');
    const confined = await hdf5Library();
    const { library, whileOpening } = confined;
    const open = () => library.open(path, library.H5F_ACC_RDONLY, false, library.H5F_LIBVER_EARLIEST, library.H5F_LIBVER_LATEST);
    const id = attempt(confined, 'The file cannot be opened', null, () => whileOpening(path, open));
    return new Hdf5File(confined, id, path);
  }

  private get library(): Library {
    return this.confined.library;
  }

  close(): void {
    this.library.close_file(this.id);
  }

  /** Names of everything in the file. */
  paths(): string[] {
    return attempt(this.confined, 'The list of contents cannot be read', null, () => this.library.get_names(this.id, '/', true));
  }

  /** Text, a number, or null for an attribute that is absent or empty. */
  attribute(path: string, name: string): string | number | null {
    const place = `${path}@${name}`;
    return attempt(this.confined, 'An attribute cannot be read', place, () => {
      const { library, id } = this;
      if (!library.get_attribute_names(id, path).includes(name)) return null;
      const { total_size, size, shape, type, vlen } = library.get_attribute_metadata(id, path, name);
      if (shape === null || total_size !== 1 || vlen) return null;
      const bytes = this.copy(size, (pointer) => library.get_attribute_data(id, path, name, pointer));
      const { H5T_STRING, H5T_INTEGER } = library.H5T_class_t;
      if (type === H5T_STRING.value) return text(bytes);
      if (type !== H5T_INTEGER.value) return null;
      return size === 8 ? Number(Buffer.from(bytes).readBigInt64LE()) : Buffer.from(bytes).readIntLE(0, size);
    });
  }

  /** @throws Hdf5Error if the data set does not exist */
  dataSet(path: string): Hdf5DataSet {
    if (!this.paths().includes(path)) throw new Hdf5Error(`There is no data set '${path}'.`, path, whole);
    const metadata = attempt(this.confined, 'A data set cannot be read', path, () => this.library.get_dataset_metadata(this.id, path));
    return {
      path,
      shape: metadata.shape ?? [],
      type: typeOf(this.library, metadata),
      fields:
        metadata.compound_type?.members.map((member) => ({
          ...typeOf(this.library, member.array_type ?? member),
          name: member.name,
          offset: member.offset,
          count: (member.array_type?.shape ?? []).reduce((product, size) => product * size, 1),
        })) ?? null,
    };
  }

  /** The bytes of rows [start, start + count). @throws Hdf5Error if they cannot be read because of a damaged chunk or a truncated file */
  readRows({ path, shape, type }: Hdf5DataSet, start: number, count: number): Uint8Array {
    const [rows = 0, ...rest] = shape;
    if (start < 0 || start + count > rows) throw new RangeError(`rows ${start} to ${start + count} of ${rows}`);
    const size = rest.reduce((product, dimension) => product * dimension, count * type.size);
    if (size === 0) return new Uint8Array(0);
    const counts = [count, ...rest].map(BigInt);
    const offsets = [start, ...rest.map(() => 0)].map(BigInt);
    const strides = shape.map(() => 1n);
    const place = `${path}, rows ${start} to ${start + count - 1}`;
    return attempt(this.confined, 'Rows cannot be read', place, () =>
      this.copy(size, (pointer) => this.library.get_dataset_data(this.id, path, counts, offsets, strides, pointer)),
    );
  }

  /** Lets the library write `size` bytes and returns a copy of them. */
  private copy(size: number, write: (pointer: bigint) => number): Uint8Array {
    const pointer = this.library._malloc(size);
    if (pointer === 0) throw new Error(`no memory for ${size} bytes`);
    try {
      const status = write(BigInt(pointer));
      if (status < 0) throw new Error(`HDF5 returned ${status}`);
      return this.library.HEAPU8.slice(pointer, pointer + size);
    } finally {
      this.library._free(pointer);
    }
  }
}

type LibraryType = Pick<ReturnType<Library['get_dataset_metadata']>, 'type' | 'size' | 'signed' | 'littleEndian' | 'vlen'>;

function typeOf({ H5T_class_t: classes }: Library, { type, size, signed, littleEndian, vlen }: LibraryType): Hdf5Type {
  const kind =
    type === classes.H5T_INTEGER.value
      ? 'integer'
      : type === classes.H5T_FLOAT.value
        ? 'float'
        : type === classes.H5T_STRING.value && !vlen
          ? 'text'
          : 'other';
  return { kind, size, signed, littleEndian };
}

function startsAsHdf5(path: string): boolean {
  const file = openSync(path, 'r');
  try {
    const start = Buffer.alloc(signature.length);
    readSync(file, start, 0, start.length, 0);
    return start.equals(signature);
  } finally {
    closeSync(file);
  }
}

/** The last line of the library's error stack names the root cause. */
function attempt<T>({ takeRefused }: ConfinedLibrary, what: string, place: string | null, work: () => T): T {
  const refuseOthers = (): void => {
    const other = takeRefused();
    if (other !== null) throw new Hdf5Error(`It refers to another file, '${other}', which is not read.`, place, selfContained);
  };
  takeRefused();
  try {
    const result = work();
    // A virtual data set whose sources do not exist reads as zeros, without an error.
    refuseOthers();
    return result;
  } catch (error) {
    if (error instanceof Hdf5Error) throw error;
    refuseOthers();
    const account = error instanceof Error ? error.message : String(error);
    const cause =
      account
        .match(/line \d+ in \w+\(\): (.+)/g)
        ?.at(-1)
        ?.replace(/^line \d+ in \w+\(\): /, '') ?? account.split('\n')[0];
    throw new Hdf5Error(`${what}${place === null ? '' : ` (${place})`}: ${cause}.`, place, whole);
  }
}

/** Decodes fixed-length text without its padding. */
export function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8').replace(/\0+$/, '');
}
