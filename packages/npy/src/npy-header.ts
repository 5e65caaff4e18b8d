import { isNpyDtype, type NpyDtype } from './typed-arrays';

/** The header of an npy file. Only little-endian or single-byte numbers in C order are supported. */
export interface NpyHeader {
  dtype: NpyDtype;
  shape: number[];
  /** Byte offset of the data. */
  dataOffset: number;
}

export class NpyError extends Error {
  constructor(
    message: string,
    readonly fix: string,
  ) {
    super(message);
    this.name = 'NpyError';
  }
}

const descriptors: Record<NpyDtype, string> = {
  float16: '<f2',
  float32: '<f4',
  float64: '<f8',
  int8: '|i1',
  uint8: '|u1',
  int16: '<i2',
  uint16: '<u2',
  int32: '<i4',
  uint32: '<u4',
  int64: '<i8',
  uint64: '<u8',
  bool: '|b1',
};
const dtypes = new Map(Object.entries(descriptors).map(([dtype, descriptor]) => [descriptor, dtype]));

/** Large enough for any supported header. */
export const maximumHeaderBytes = 16_384;
const magic = Uint8Array.from('\x93NUMPY', (letter) => letter.charCodeAt(0));
const plain = 'Save it with numpy.save(path, numpy.ascontiguousarray(array)), as plain numbers.';

/** True if the first bytes are those of an npy file. */
export const beginsAsNpy = (start: Uint8Array): boolean => magic.every((byte, i) => start[i] === byte);

/** Reads the header at the start of a file (npy versions 1 to 3). The Python literal in it is matched, never executed. */
export function parseNpyHeader(bytes: Uint8Array): NpyHeader {
  if (bytes.length < 10 || !beginsAsNpy(bytes)) throw new NpyError('This is not an npy file: it does not begin with \\x93NUMPY.', plain);
  const version = bytes[6] ?? 0;
  if (version < 1 || version > 3) throw new NpyError(`npy version ${version} is not known (1, 2 and 3 are).`, plain);
  const prefix = version === 1 ? 10 : 12;
  if (bytes.length < prefix) throw new NpyError('The npy header is cut off.', 'Send the whole file.');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const dataOffset = prefix + length;
  if (dataOffset > maximumHeaderBytes)
    throw new NpyError(`The npy header of ${length} bytes is too long.`, 'Save plain arrays, not records with many fields.');
  if (bytes.length < dataOffset) throw new NpyError('The npy header is cut off.', 'Send the whole file.');
  return { ...parseDictionary(new TextDecoder('latin1').decode(bytes.subarray(prefix, dataOffset))), dataOffset };
}

function parseDictionary(text: string): Pick<NpyHeader, 'dtype' | 'shape'> {
  const descriptor = /(['"])descr\1\s*:\s*(['"])([^'"]{1,16})\2/.exec(text)?.[3];
  const fortran = /(['"])fortran_order\1\s*:\s*(True|False)/.exec(text)?.[2];
  const tuple = /(['"])shape\1\s*:\s*\(([\d\s,L]*)\)/.exec(text)?.[2];
  if (/(['"])descr\1\s*:\s*\[/.test(text))
    throw new NpyError('The array is a record array with named fields.', 'Save one array of numbers.');
  if (descriptor === undefined || fortran === undefined || tuple === undefined) throw new NpyError('The npy header cannot be read.', plain);
  if (descriptor.endsWith('O')) throw new NpyError('The array holds Python objects, which are pickles and never loaded.', plain);
  const canonical = canonicalDescriptor(descriptor);
  if (canonical.startsWith('>'))
    throw new NpyError(`The array is big-endian (${descriptor}).`, "Save it little-endian: array.astype(array.dtype.newbyteorder('<')).");
  const dtype = dtypes.get(canonical);
  if (dtype === undefined || !isNpyDtype(dtype))
    throw new NpyError(`The dtype '${descriptor}' is not taken.`, `Use one of ${Object.values(descriptors).join(', ')}.`);
  const shape = parseShape(tuple);
  // With one axis longer than 1, or no numbers at all, both orders are the same.
  if (fortran === 'True' && elementsOf(shape) > 0 && shape.filter((size) => size > 1).length > 1)
    throw new NpyError('The array is stored in Fortran order.', 'Save numpy.ascontiguousarray(array).');
  return { dtype, shape };
}

/** A single byte has no order, whatever cnpy or Julia write; '=' is this machine's, which is little-endian. */
function canonicalDescriptor(descriptor: string): string {
  return /^[<>=][iub]1$/.test(descriptor) ? `|${descriptor.slice(1)}` : descriptor.replace('=', '<');
}

function parseShape(tuple: string): number[] {
  const shape = tuple
    .split(',')
    .map((size) => size.replace('L', '').trim())
    .filter((size) => size !== '')
    .map(Number);
  if (!shape.every(Number.isSafeInteger) || !Number.isSafeInteger(elementsOf(shape)))
    throw new NpyError(`The shape (${tuple}) is out of bounds.`, plain);
  return shape;
}

export function elementsOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** The header of a version 1 file, padded so that the data begin at a multiple of 64 bytes. */
export function npyHeader(dtype: NpyDtype, shape: readonly number[], padTo = 64): Buffer {
  const tuple = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = `{'descr': '${descriptors[dtype]}', 'fortran_order': False, 'shape': (${tuple}), }`;
  const padding = ' '.repeat((padTo - ((10 + text.length + 1) % padTo)) % padTo);
  const header = Buffer.alloc(10);
  header.set(magic);
  header[6] = 1;
  header.writeUInt16LE(text.length + padding.length + 1, 8);
  return Buffer.concat([header, Buffer.from(`${text}${padding}\n`, 'latin1')]);
}
