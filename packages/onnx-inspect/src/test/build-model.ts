import { model, node, tensor, value, type Dimension, type ModelParts, type NodeParts } from '@unblind/onnx-writer';

export const zeros = (name: string, dims: readonly number[]): Uint8Array =>
  tensor(
    name,
    dims,
    Array.from({ length: dims.reduce((a, b) => a * b, 1) }, () => 0),
  );

/** x -> operator -> y with x of the given shape. */
export function oneOperator(operator: string, shape: readonly Dimension[], parts: NodeParts & Partial<ModelParts> = {}): Uint8Array {
  return model({
    ...parts,
    nodes: [node(operator, ['x'], ['y'], parts)],
    inputs: [value('x', shape)],
    outputs: [value('y', shape)],
  });
}
