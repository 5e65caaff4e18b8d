/** TensorProto.DataType: its name on this platform, its size in bits, and the typed field that may hold its values. */
export interface ElementType {
  name: string;
  bits: number;
  field: 'floats' | 'int32s' | 'int64s' | 'doubles' | 'uint64s' | 'strings';
  /** Entries of the typed field per element: two for complex numbers. */
  perElement: number;
}

const row = (name: string, bits: number, field: ElementType['field'], perElement = 1): ElementType => ({ name, bits, field, perElement });

const elementTypes: ReadonlyMap<number, ElementType> = new Map([
  [1, row('float32', 32, 'floats')],
  [2, row('uint8', 8, 'int32s')],
  [3, row('int8', 8, 'int32s')],
  [4, row('uint16', 16, 'int32s')],
  [5, row('int16', 16, 'int32s')],
  [6, row('int32', 32, 'int32s')],
  [7, row('int64', 64, 'int64s')],
  [8, row('string', 0, 'strings')],
  [9, row('bool', 8, 'int32s')],
  [10, row('float16', 16, 'int32s')],
  [11, row('float64', 64, 'doubles')],
  [12, row('uint32', 32, 'uint64s')],
  [13, row('uint64', 64, 'uint64s')],
  [14, row('complex64', 64, 'floats', 2)],
  [15, row('complex128', 128, 'doubles', 2)],
  [16, row('bfloat16', 16, 'int32s')],
  [17, row('float8e4m3fn', 8, 'int32s')],
  [18, row('float8e4m3fnuz', 8, 'int32s')],
  [19, row('float8e5m2', 8, 'int32s')],
  [20, row('float8e5m2fnuz', 8, 'int32s')],
  [21, row('uint4', 4, 'int32s', 0.5)],
  [22, row('int4', 4, 'int32s', 0.5)],
  [23, row('float4e2m1', 4, 'int32s', 0.5)],
  [24, row('float8e8m0', 8, 'int32s')],
  [25, row('uint2', 2, 'int32s', 0.25)],
  [26, row('int2', 2, 'int32s', 0.25)],
]);

export const FLOAT32 = 1;
export const INT64 = 7;
export const STRING = 8;
export const BOOL = 9;

export function elementType(code: number): ElementType | undefined {
  return elementTypes.get(code);
}

export function elementTypeName(code: number): string {
  return elementTypes.get(code)?.name ?? 'unknown';
}

const integers: ReadonlySet<number> = new Set([2, 3, 4, 5, 6, 7, 9, 12, 13, 21, 22, 25, 26]);

export function isInteger(code: number): boolean {
  return integers.has(code);
}

/** Wide integers, booleans and strings hold shapes, indices and masks; what is left holds weights, quantised ones too. */
const notWeights: ReadonlySet<number> = new Set([4, 5, 6, 7, 8, 9, 12, 13]);

export function holdsWeights(code: number): boolean {
  return elementTypes.has(code) && !notWeights.has(code);
}
