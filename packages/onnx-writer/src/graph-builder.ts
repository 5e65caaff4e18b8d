import { model, node, rawTensor, value, type AttributeValue, type Dimension, type ElementType } from './parts';

export type { Dimension } from './parts';

/** The name of a tensor in the graph. */
export type TensorName = string;

export interface ModelOptions {
  /** Version of the default operator set. */
  opset?: number;
  irVersion?: number;
  description?: string;
}

/** Builds an ONNX model node by node. It checks nothing, so that tests can build graphs that are wrong on purpose. */
export class GraphBuilder {
  private readonly nodes: Uint8Array[] = [];
  private readonly initializers: Uint8Array[] = [];
  private readonly inputs: Uint8Array[] = [];
  private readonly outputs: Uint8Array[] = [];
  private readonly domains = new Set<string>();
  private names = 0;

  constructor(readonly name: string) {}

  input(name: string, type: ElementType, shape: readonly Dimension[]): TensorName {
    this.inputs.push(value(name, shape, type));
    return name;
  }

  output(name: TensorName, type: ElementType, shape: readonly Dimension[]): void {
    this.outputs.push(value(name, shape, type));
  }

  /** Adds a node with one output and returns that output's name: `output`, or a new one. */
  node(
    operator: string,
    inputs: readonly TensorName[],
    attributes: Readonly<Record<string, AttributeValue>> = {},
    { output = `t${this.names++}`, domain = '' }: { output?: TensorName; domain?: string } = {},
  ): TensorName {
    if (domain) this.domains.add(domain);
    this.nodes.push(node(operator, inputs, [output], { name: output, domain, attributes }));
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
  constant(name: TensorName, type: ElementType, shape: readonly number[], data: ArrayBufferView): TensorName {
    this.initializers.push(rawTensor(name, type, shape, data));
    return name;
  }

  /** The model's file. */
  toBytes({ opset = 17, irVersion, description }: ModelOptions = {}): Uint8Array {
    return model({
      name: this.name,
      nodes: this.nodes,
      initializers: this.initializers,
      inputs: this.inputs,
      outputs: this.outputs,
      imports: { '': opset, ...Object.fromEntries([...this.domains].map((domain) => [domain, 1])) },
      irVersion,
      producer: 'unblind onnx-writer',
      description,
    });
  }
}
