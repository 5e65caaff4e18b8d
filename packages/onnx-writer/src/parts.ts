import { bytes, bytesOf, float, integer, join, text, type Bytes } from './wire';

/** Numbers of TensorProto.DataType in onnx.proto. */
export const elementTypes = {
  float32: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
  string: 8,
  bool: 9,
  float16: 10,
  float64: 11,
} as const;
export type ElementType = keyof typeof elementTypes;

/** A size, a symbol for a size that is known only at run time, or null for an unspecified size. */
export type Dimension = number | string | null;

const nothing = new Uint8Array();

/** A ValueInfoProto; a null shape leaves it out. */
export function value(name: string, shape: readonly Dimension[] | null, type: ElementType = 'float32'): Uint8Array {
  const dimension = (size: Dimension) => bytes(1, typeof size === 'number' ? integer(1, size) : size === null ? nothing : text(2, size));
  const tensorType = join(integer(1, elementTypes[type]), shape ? bytes(2, join(...shape.map(dimension))) : nothing);
  return join(text(1, name), bytes(2, bytes(1, tensorType)));
}

/** A TensorProto with raw data of any type. */
export function rawTensor(name: string, type: ElementType, dims: readonly number[], data: ArrayBufferView): Uint8Array {
  return join(...dims.map((size) => integer(1, size)), integer(2, elementTypes[type]), text(8, name), bytes(9, bytesOf(data)));
}

/** A TensorProto of float32 or int64. */
export function tensor(
  name: string,
  dims: readonly number[],
  values: readonly number[],
  type: 'float32' | 'int64' = 'float32',
): Uint8Array {
  return rawTensor(name, type, dims, type === 'int64' ? BigInt64Array.from(values, BigInt) : Float32Array.from(values));
}

/** An integer, a list of integers or of texts, a string, or an object whose key names the type. */
export type AttributeValue =
  | number
  | readonly number[]
  | readonly string[]
  | string
  | { float: number }
  | { floats: readonly number[] }
  | { tensor: Bytes }
  | { graph: Bytes };

/** Values of AttributeProto.AttributeType. */
const attributeTypes = { float: 1, int: 2, string: 3, tensor: 4, graph: 5, floats: 6, ints: 7, strings: 8 } as const;

/** An AttributeProto. */
export function attribute(name: string, content: AttributeValue): Uint8Array {
  const of = (type: keyof typeof attributeTypes, ...fields: Bytes[]) => join(text(1, name), ...fields, integer(20, attributeTypes[type]));
  if (typeof content === 'number') return of('int', integer(3, content));
  if (typeof content === 'string') return of('string', text(4, content));
  if ('float' in content) return of('float', float(2, content.float));
  if ('floats' in content) return of('floats', ...content.floats.map((entry) => float(7, entry)));
  if ('tensor' in content) return of('tensor', bytes(5, content.tensor));
  if ('graph' in content) return of('graph', bytes(6, content.graph));
  const isTexts = (list: readonly number[] | readonly string[]): list is readonly string[] => typeof list[0] === 'string';
  if (isTexts(content)) return of('strings', ...content.map((entry) => text(9, entry)));
  return of('ints', ...content.map((entry) => integer(8, entry)));
}

export interface NodeParts {
  name?: string;
  domain?: string;
  attributes?: Readonly<Record<string, AttributeValue>>;
}

/** A NodeProto. */
export function node(operator: string, inputs: readonly string[], outputs: readonly string[], parts: NodeParts = {}): Uint8Array {
  return join(
    ...inputs.map((name) => text(1, name)),
    ...outputs.map((name) => text(2, name)),
    parts.name ? text(3, parts.name) : nothing,
    text(4, operator),
    ...Object.entries(parts.attributes ?? {}).map(([name, content]) => bytes(5, attribute(name, content))),
    parts.domain ? text(7, parts.domain) : nothing,
  );
}

export interface GraphParts {
  name?: string;
  nodes: readonly Bytes[];
  initializers?: readonly Bytes[];
  inputs?: readonly Bytes[];
  outputs?: readonly Bytes[];
}

/** A GraphProto. */
export function graph({ name = 'graph', nodes, initializers = [], inputs = [], outputs = [] }: GraphParts): Uint8Array {
  return join(
    ...nodes.map((part) => bytes(1, part)),
    text(2, name),
    ...initializers.map((part) => bytes(5, part)),
    ...inputs.map((part) => bytes(11, part)),
    ...outputs.map((part) => bytes(12, part)),
  );
}

export interface ModelParts extends GraphParts {
  /** Operator sets by their domain. */
  imports?: Readonly<Record<string, number>>;
  irVersion?: number;
  producer?: string;
  description?: string;
  functions?: readonly Bytes[];
}

/** Operator sets as field number `field`: 8 in a model, 9 in a function. */
export const opsetImports = (field: number, imports: Readonly<Record<string, number>>): Uint8Array =>
  join(...Object.entries(imports).map(([domain, version]) => bytes(field, join(text(1, domain), integer(2, version)))));

/** A ModelProto: the file. */
export function model({ imports = { '': 17 }, irVersion = 8, producer, description, functions = [], ...parts }: ModelParts): Uint8Array {
  return join(
    integer(1, irVersion),
    producer ? text(2, producer) : nothing,
    description ? text(6, description) : nothing,
    bytes(7, graph(parts)),
    opsetImports(8, imports),
    ...functions.map((part) => bytes(25, part)),
  );
}
