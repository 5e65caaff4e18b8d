import { model, node, tensor, value, type Dimension, type ElementType } from '@unblind/onnx-writer';

/** Small graphs for behaviour that no published model shows. */
export interface Value {
  name: string;
  type: ElementType;
  shape: Dimension[];
}

export interface Node {
  op: string;
  inputs: string[];
  output: string;
  integers?: Record<string, number>;
}

/** A constant tensor of int64, such as the shape that Expand takes. */
export interface Constant {
  name: string;
  values: number[];
}

export function tinyOnnx(graph: { inputs: Value[]; outputs: Value[]; nodes: Node[]; constants?: Constant[] }): Uint8Array {
  const infoOf = ({ name, shape, type }: Value) => value(name, shape, type);
  return model({
    nodes: graph.nodes.map(({ op, inputs, output, integers }) => node(op, inputs, [output], { attributes: integers })),
    initializers: (graph.constants ?? []).map(({ name, values }) => tensor(name, [values.length], values, 'int64')),
    inputs: graph.inputs.map(infoOf),
    outputs: graph.outputs.map(infoOf),
    imports: { '': 13 },
  });
}
