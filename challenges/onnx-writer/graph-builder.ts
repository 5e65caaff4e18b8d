import { ProtobufWriter } from './protobuf';

/** Numbers of TensorProto.DataType in onnx.proto. */
export const onnxTypes = { float32: 1, uint8: 2, int8: 3, int32: 6, int64: 7, bool: 9, float16: 10, float64: 11 } as const;
export type OnnxType = keyof typeof onnxTypes;

export type Attribute = { int: number } | { float: number } | { string: string } | { ints: readonly number[] };

/** A size, or a name for one that is known at run time only. */
export type Dimension = number | string;

/** The name of a tensor in the graph. */
export type TensorName = string;

export interface ModelOptions {
  /** Version of the default operator set. */
  opset?: number;
  irVersion?: number;
  description?: string;
}

/**
 * Builds an ONNX model in memory and writes it as protobuf. It checks nothing, so that tests can build graphs that are wrong on
 * purpose. Field numbers are those of onnx.proto (ONNX 1.16).
 */
export class GraphBuilder {
  private readonly nodes: ProtobufWriter[] = [];
  private readonly initializers: ProtobufWriter[] = [];
  private readonly inputs: ProtobufWriter[] = [];
  private readonly outputs: ProtobufWriter[] = [];
  private readonly domains = new Set<string>();
  private names = 0;

  constructor(readonly name: string) {}

  input(name: string, type: OnnxType, shape: readonly Dimension[]): TensorName {
    this.inputs.push(valueInfo(name, type, shape));
    return name;
  }

  output(name: TensorName, type: OnnxType, shape: readonly Dimension[]): void {
    this.outputs.push(valueInfo(name, type, shape));
  }

  /** Adds a node with one output and returns that output's name: `output`, or a new one. */
  node(
    operator: string,
    inputs: readonly TensorName[],
    attributes: Record<string, Attribute> = {},
    { output = `t${this.names++}`, domain = '' }: { output?: TensorName; domain?: string } = {},
  ): TensorName {
    const node = new ProtobufWriter();
    for (const input of inputs) node.string(1, input);
    node.string(2, output).string(3, output).string(4, operator);
    for (const [key, value] of Object.entries(attributes)) node.message(5, attribute(key, value));
    if (domain) {
      node.string(7, domain);
      this.domains.add(domain);
    }
    this.nodes.push(node);
    return output;
  }

  /** A constant float32 tensor; without a shape, a scalar or a vector. */
  floats(values: number | ArrayLike<number>, shape?: readonly number[], name = `c${this.names++}`): TensorName {
    const data = typeof values === 'number' ? Float32Array.of(values) : Float32Array.from(values);
    return this.constant(name, 'float32', shape ?? (typeof values === 'number' ? [] : [data.length]), data);
  }

  /** A constant int64 vector. */
  integers(values: readonly number[], name = `c${this.names++}`): TensorName {
    return this.constant(name, 'int64', [values.length], BigInt64Array.from(values, BigInt));
  }

  /** A constant of any type from its raw little-endian bytes. */
  constant(name: TensorName, type: OnnxType, shape: readonly number[], data: NodeJS.ArrayBufferView): TensorName {
    const tensor = new ProtobufWriter();
    for (const size of shape) tensor.integer(1, size);
    tensor
      .integer(2, onnxTypes[type])
      .string(8, name)
      .bytes(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    this.initializers.push(tensor);
    return name;
  }

  /** The model's file. */
  toBytes({ opset = 17, irVersion = 8, description = '' }: ModelOptions = {}): Uint8Array {
    const graph = new ProtobufWriter();
    for (const node of this.nodes) graph.message(1, node);
    graph.string(2, this.name);
    for (const tensor of this.initializers) graph.message(5, tensor);
    for (const input of this.inputs) graph.message(11, input);
    for (const output of this.outputs) graph.message(12, output);
    const model = new ProtobufWriter().integer(1, irVersion).string(2, 'unblind onnx-writer');
    if (description) model.string(6, description);
    model.message(7, graph).message(8, new ProtobufWriter().string(1, '').integer(2, opset));
    for (const domain of this.domains) model.message(8, new ProtobufWriter().string(1, domain).integer(2, 1));
    return model.finish();
  }
}

function valueInfo(name: string, type: OnnxType, shape: readonly Dimension[]): ProtobufWriter {
  const dimensions = new ProtobufWriter();
  for (const size of shape) {
    dimensions.message(1, typeof size === 'number' ? new ProtobufWriter().integer(1, size) : new ProtobufWriter().string(2, size));
  }
  const tensor = new ProtobufWriter().integer(1, onnxTypes[type]).message(2, dimensions);
  return new ProtobufWriter().string(1, name).message(2, new ProtobufWriter().message(1, tensor));
}

/** Values of AttributeProto.AttributeType. */
const attributeTypes = { float: 1, int: 2, string: 3, ints: 7 } as const;

function attribute(name: string, value: Attribute): ProtobufWriter {
  const proto = new ProtobufWriter().string(1, name);
  if ('float' in value) return proto.float(2, value.float).integer(20, attributeTypes.float);
  if ('int' in value) return proto.integer(3, value.int).integer(20, attributeTypes.int);
  if ('string' in value) return proto.string(4, value.string).integer(20, attributeTypes.string);
  for (const element of value.ints) proto.integer(8, element);
  return proto.integer(20, attributeTypes.ints);
}
