/** Writes small ONNX graphs, byte by byte, for behaviour that no published model shows. */
type Field = [number: number, value: number | string | Uint8Array];

function varint(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = BigInt(value); ; rest >>= 7n) {
    if (rest < 128n) return [...bytes, Number(rest)];
    bytes.push(Number(rest & 127n) | 128);
  }
}

function message(...fields: Field[]): Uint8Array {
  return Buffer.concat(
    fields.map(([number, value]) => {
      if (typeof value === 'number') return Buffer.from([...varint(number << 3), ...varint(value)]);
      const bytes = Buffer.from(value);
      return Buffer.concat([Buffer.from([...varint((number << 3) | 2), ...varint(bytes.length)]), bytes]);
    }),
  );
}

export const float32 = 1;
export const int32 = 6;
export const int64 = 7;
export const float64 = 11;

export interface Value {
  name: string;
  type: number;
  /** A string is a symbolic dimension. */
  shape: (number | string)[];
}

export interface Node {
  op: string;
  inputs: string[];
  output: string;
  integers?: Record<string, number>;
}

function value({ name, type, shape }: Value): Uint8Array {
  const dimensions = shape.map((size): Field => [1, message([typeof size === 'number' ? 1 : 2, size])]);
  return message([1, name], [2, message([1, message([1, type], [2, message(...dimensions)])])]);
}

function node({ op, inputs, output, integers = {} }: Node): Uint8Array {
  const attributes = Object.entries(integers).map(([name, number]): Field => [5, message([1, name], [3, number], [20, 2])]);
  return message(...inputs.map((input): Field => [1, input]), [2, output], [4, op], ...attributes);
}

/** A constant tensor of int64, such as the shape that Expand takes. */
export interface Constant {
  name: string;
  values: number[];
}

const constant = ({ name, values }: Constant): Uint8Array =>
  message([1, values.length], [2, int64], [8, name], [9, new Uint8Array(BigInt64Array.from(values.map(BigInt)).buffer)]);

export function tinyOnnx(graph: { inputs: Value[]; outputs: Value[]; nodes: Node[]; constants?: Constant[] }): Uint8Array {
  const body = message(
    ...graph.nodes.map((each): Field => [1, node(each)]),
    [2, 'tiny'],
    ...(graph.constants ?? []).map((each): Field => [5, constant(each)]),
    ...graph.inputs.map((each): Field => [11, value(each)]),
    ...graph.outputs.map((each): Field => [12, value(each)]),
  );
  return message([1, 8], [7, body], [8, message([1, ''], [2, 13])]);
}
