/** The typed array of each element type, as onnxruntime takes it. */
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
export type NumericDtype = keyof typeof elementArrays;

export const isNumeric = (dtype: string): dtype is NumericDtype => dtype in elementArrays;
