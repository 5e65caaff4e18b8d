/** The array of each element type. float16 is held as its bits, bool as 0 and 1. */
export const elementArrays = {
  float16: Uint16Array,
  float32: Float32Array,
  float64: Float64Array,
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int64: BigInt64Array,
  uint64: BigUint64Array,
  bool: Uint8Array,
} as const;

export type NpyDtype = keyof typeof elementArrays;
export type TypedArray =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array;

export const isNpyDtype = (name: string): name is NpyDtype => name in elementArrays;

export const bytesPerElement = (dtype: NpyDtype): number => elementArrays[dtype].BYTES_PER_ELEMENT;

/** The bytes as an array of their type, over a copy, so that alignment never matters. float16 is widened to float32. */
export function toTypedArray(dtype: NpyDtype, bytes: Uint8Array): TypedArray {
  const buffer = new ArrayBuffer(bytes.byteLength - (bytes.byteLength % bytesPerElement(dtype)));
  new Uint8Array(buffer).set(bytes.subarray(0, buffer.byteLength));
  return dtype === 'float16' ? Float32Array.from(new Uint16Array(buffer), fromHalf) : new elementArrays[dtype](buffer);
}

/** IEEE 754 binary16 to a number. */
function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
