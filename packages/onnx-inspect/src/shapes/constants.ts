import { elementType } from '../element-types';
import type { TensorData } from '../wire/messages';
import { mostValues } from '../wire/parse-tensor';
import { count, known, unknown, type Known } from './known';

type Read = (view: DataView, at: number) => number;

const readers: Readonly<Record<string, Read>> = {
  float32: (view, at) => view.getFloat32(at, true),
  float64: (view, at) => view.getFloat64(at, true),
  int8: (view, at) => view.getInt8(at),
  uint8: (view, at) => view.getUint8(at),
  bool: (view, at) => view.getUint8(at),
  int16: (view, at) => view.getInt16(at, true),
  uint16: (view, at) => view.getUint16(at, true),
  int32: (view, at) => view.getInt32(at, true),
  uint32: (view, at) => view.getUint32(at, true),
  int64: (view, at) => Number(view.getBigInt64(at, true)),
  uint64: (view, at) => Number(view.getBigUint64(at, true)),
};

/** What a stored tensor is, with its values where they are few enough to be a shape. */
export function constantOf(tensor: TensorData, bytes: Uint8Array): Known {
  if (!tensor.dense) return { ...unknown, elementType: tensor.elementType };
  return known(tensor.dims, tensor.elementType, valuesOf(tensor, bytes));
}

function valuesOf(tensor: TensorData, bytes: Uint8Array): number[] | null {
  const elements = count(tensor.dims);
  const type = elementType(tensor.elementType);
  if (elements === null || elements < 0 || elements > mostValues || !type || tensor.external) return null;
  const read = readers[type.name];
  if (!read) return null;
  if (!tensor.raw) return tensor.head.length === elements ? tensor.head : null;
  const { start, end } = tensor.raw;
  if (end - start !== (elements * type.bits) / 8) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, end - start);
  return Array.from({ length: elements }, (_, i) => read(view, (i * type.bits) / 8));
}
