/** Writes small ONNX files for tests: the wire format by hand, so that broken ones can be written too. */

export type Bytes = readonly number[];

export function varint(value: number | bigint): Bytes {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  do {
    const low = Number(rest & 127n);
    rest >>= 7n;
    bytes.push(rest === 0n ? low : low | 128);
  } while (rest !== 0n);
  return bytes;
}

export const int = (field: number, value: number | bigint): Bytes => [...varint(field * 8), ...varint(value)];
export const bytes = (field: number, content: Bytes): Bytes => [...varint(field * 8 + 2), ...varint(content.length), ...content];
export const text = (field: number, content: string): Bytes => bytes(field, [...new TextEncoder().encode(content)]);
export const join = (...parts: readonly Bytes[]): Bytes => parts.flat();

export const elementTypes = { float32: 1, uint8: 2, int32: 6, int64: 7, string: 8, bool: 9, float64: 11 } as const;
type ElementType = keyof typeof elementTypes;
type Dimension = number | string | null;

/** A ValueInfoProto; a null shape leaves it out. */
export function value(name: string, shape: readonly Dimension[] | null, type: ElementType = 'float32'): Bytes {
  const dimension = (size: Dimension) => bytes(1, typeof size === 'number' ? int(1, size) : size === null ? [] : text(2, size));
  const tensor = join(int(1, elementTypes[type]), shape ? bytes(2, join(...shape.map(dimension))) : []);
  return join(text(1, name), bytes(2, bytes(1, tensor)));
}

/** A TensorProto with raw data. */
export function tensor(name: string, dims: readonly number[], values: readonly number[], type: 'float32' | 'int64' = 'float32'): Bytes {
  const data = type === 'int64' ? new BigInt64Array(values.map((entry) => BigInt(entry))) : new Float32Array(values);
  return join(...dims.map((size) => int(1, size)), int(2, elementTypes[type]), text(8, name), bytes(9, [...new Uint8Array(data.buffer)]));
}

export const zeros = (name: string, dims: readonly number[]): Bytes =>
  tensor(
    name,
    dims,
    Array.from({ length: dims.reduce((a, b) => a * b, 1) }, () => 0),
  );

type AttributeValue = number | readonly number[] | string | { graph: Bytes } | { tensor: Bytes } | { float: number };

export function attribute(name: string, content: AttributeValue): Bytes {
  const head = text(1, name);
  if (typeof content === 'number') return join(head, int(3, content), int(20, 2));
  if (typeof content === 'string') return join(head, text(4, content), int(20, 3));
  if ('graph' in content) return join(head, bytes(6, content.graph), int(20, 5));
  if ('tensor' in content) return join(head, bytes(5, content.tensor), int(20, 4));
  if ('float' in content) {
    return join(head, [2 * 8 + 5, ...new Uint8Array(new Float32Array([content.float]).buffer)], int(20, 1));
  }
  return join(head, ...content.map((entry) => int(8, entry)), int(20, 7));
}

export interface NodeParts {
  name?: string;
  domain?: string;
  attributes?: Record<string, AttributeValue>;
}

export function node(operator: string, inputs: readonly string[], outputs: readonly string[], parts: NodeParts = {}): Bytes {
  return join(
    ...inputs.map((name) => text(1, name)),
    ...outputs.map((name) => text(2, name)),
    parts.name ? text(3, parts.name) : [],
    text(4, operator),
    ...Object.entries(parts.attributes ?? {}).map(([name, content]) => bytes(5, attribute(name, content))),
    parts.domain ? text(7, parts.domain) : [],
  );
}

export interface GraphParts {
  nodes: readonly Bytes[];
  initializers?: readonly Bytes[];
  inputs?: readonly Bytes[];
  outputs?: readonly Bytes[];
}

export function graph({ nodes, initializers = [], inputs = [], outputs = [] }: GraphParts): Bytes {
  return join(
    ...nodes.map((part) => bytes(1, part)),
    text(2, 'graph'),
    ...initializers.map((part) => bytes(5, part)),
    ...inputs.map((part) => bytes(11, part)),
    ...outputs.map((part) => bytes(12, part)),
  );
}

export interface ModelParts extends GraphParts {
  imports?: Record<string, number>;
  irVersion?: number;
  functions?: readonly Bytes[];
}

export const opsetImports = (field: number, imports: Record<string, number>): Bytes =>
  join(...Object.entries(imports).map(([domain, version]) => bytes(field, join(domain ? text(1, domain) : [], int(2, version)))));

export function model({ imports = { '': 17 }, irVersion = 8, functions = [], ...parts }: ModelParts): Uint8Array {
  const functionParts = functions.map((part) => bytes(25, part));
  return Uint8Array.from(join(int(1, irVersion), bytes(7, graph(parts)), opsetImports(8, imports), ...functionParts));
}

/** x -> operator -> y with x of the given shape. */
export function oneOperator(operator: string, shape: readonly Dimension[], parts: NodeParts & Partial<ModelParts> = {}): Uint8Array {
  return model({
    ...parts,
    nodes: [node(operator, ['x'], ['y'], parts)],
    inputs: [value('x', shape)],
    outputs: [value('y', shape)],
  });
}
