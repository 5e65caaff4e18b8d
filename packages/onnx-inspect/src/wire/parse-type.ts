import { elementTypeName } from '../element-types';
import { Refusal } from '../issues';
import type { Dimension, ValueInfo, ValueType } from './messages';
import type { WireReader } from './reader';

const deepestType = 8;

export function parseValueInfo(reader: WireReader): ValueInfo {
  const value: ValueInfo = { name: '', type: null };
  while (reader.next()) {
    if (reader.field === 1) value.name = reader.string();
    else if (reader.field === 2) value.type = parseType(reader.message(), 0) ?? value.type;
    else reader.skip();
  }
  return value;
}

/** TypeProto; null when it is empty. */
function parseType(reader: WireReader, depth: number): ValueType | null {
  if (depth > deepestType) throw new Refusal(nestedTypes);
  let type: ValueType | null = null;
  while (reader.next()) {
    switch (reader.field) {
      case 1:
        type = parseTensorType(reader.message());
        break;
      case 4:
        type = other(`sequence(${parseInner(reader.message(), 1, depth)})`);
        break;
      case 5: {
        type = other(parseMapType(reader.message(), depth));
        break;
      }
      case 8:
        type = other(`sparse(${parseTensorType(reader.message()).dtype})`);
        break;
      case 9:
        type = other(`optional(${parseInner(reader.message(), 1, depth)})`);
        break;
      default:
        reader.skip();
    }
  }
  return type;
}

const nestedTypes = {
  code: 'onnx-too-complex',
  message: `A type is nested more than ${deepestType} deep.`,
  fix: 'Give plain tensors as inputs and outputs.',
} as const;

const other = (dtype: string): ValueType => ({ dtype, elementType: 0, shape: null });

function parseTensorType(reader: WireReader): ValueType {
  const type: ValueType = { dtype: 'unknown', elementType: 0, shape: null };
  while (reader.next()) {
    if (reader.field === 1) type.elementType = reader.int64();
    else if (reader.field === 2) type.shape = parseShape(reader.message());
    else reader.skip();
  }
  type.dtype = elementTypeName(type.elementType);
  return type;
}

/** The type held in field `field` of a sequence, map or optional. */
function parseInner(reader: WireReader, field: number, depth: number): string {
  let inner = 'unknown';
  while (reader.next()) {
    if (reader.field === field) inner = parseType(reader.message(), depth + 1)?.dtype ?? inner;
    else reader.skip();
  }
  return inner;
}

function parseMapType(reader: WireReader, depth: number): string {
  let key = 'unknown';
  let value = 'unknown';
  while (reader.next()) {
    if (reader.field === 1) key = elementTypeName(reader.int64());
    else if (reader.field === 2) value = parseType(reader.message(), depth + 1)?.dtype ?? value;
    else reader.skip();
  }
  return `map(${key}, ${value})`;
}

function parseShape(reader: WireReader): Dimension[] {
  const shape: Dimension[] = [];
  while (reader.next()) {
    if (reader.field === 1) shape.push(parseDimension(reader.message()));
    else reader.skip();
  }
  return shape;
}

function parseDimension(reader: WireReader): Dimension {
  let dimension: Dimension = null;
  while (reader.next()) {
    if (reader.field === 1) dimension = reader.int64();
    else if (reader.field === 2) dimension = reader.string() || null;
    else reader.skip();
  }
  return dimension;
}
