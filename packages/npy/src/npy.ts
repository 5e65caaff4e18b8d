import { NpyError, elementsOf, npyHeader, parseNpyHeader, type NpyHeader } from './npy-header';
import { bytesPerElement, isNpyDtype, toTypedArray, type NpyDtype, type TypedArray } from './typed-arrays';

export interface NpyArray {
  dtype: NpyDtype;
  shape: readonly number[];
  data: TypedArray;
}

/** Parses an npy file in memory. @throws NpyError if the file is truncated, has extra bytes, or has an unsupported type */
export function parseNpy(bytes: Uint8Array): NpyArray {
  const header = parseNpyHeader(bytes);
  checkLength(header, bytes.byteLength);
  return { dtype: header.dtype, shape: header.shape, data: toTypedArray(header.dtype, bytes.subarray(header.dataOffset)) };
}

/** Checks that the file holds exactly as many bytes as its header states. */
export function checkLength({ dtype, shape, dataOffset }: NpyHeader, fileBytes: number): void {
  const expected = dataOffset + elementsOf(shape) * bytesPerElement(dtype);
  if (fileBytes === expected) return;
  throw new NpyError(
    `The npy file has ${fileBytes} bytes; its header promises ${dtype} (${shape.join(', ')}), which makes ${expected}.`,
    'Send the whole file, as numpy.save wrote it.',
  );
}

/** @param data as many elements as the shape holds, in C order */
export function encodeNpy(dtype: NpyDtype, shape: readonly number[], data: TypedArray): Buffer {
  const expected = elementsOf(shape) * bytesPerElement(dtype);
  if (data.byteLength !== expected)
    throw new Error(`encodeNpy: ${dtype} (${shape.join(', ')}) takes ${expected} bytes, got ${data.byteLength}`);
  return Buffer.concat([npyHeader(dtype, shape), Buffer.from(data.buffer, data.byteOffset, data.byteLength)]);
}

/** The file of an array whose dtype is that of its numbers. @param shape default one axis */
export function npyOf(data: TypedArray, shape: readonly number[] = [data.length]): Buffer {
  return encodeNpy(dtypeOf(data), shape, data);
}

/** Float32Array is float32, BigInt64Array int64. */
function dtypeOf(data: TypedArray): NpyDtype {
  const dtype = data[Symbol.toStringTag].replace(/^Big|Array$/g, '').toLowerCase();
  if (!isNpyDtype(dtype)) throw new Error(`npyOf: no dtype for ${dtype}`);
  return dtype;
}
