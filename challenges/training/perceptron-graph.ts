import type { GraphBuilder, TensorName } from '@unblind/onnx-writer';
import type { MultilayerPerceptron } from './multilayer-perceptron';

/** Adds a trained network to a graph: x [N, inputs] -> [N, outputs], logits for a classifier. */
export function addPerceptron(graph: GraphBuilder, x: TensorName, network: MultilayerPerceptron): TensorName {
  const centred = graph.node('Sub', [x, graph.floats(network.mean)]);
  let y = graph.node('Div', [centred, graph.floats(network.deviation)]);
  network.layers.forEach((layer, i) => {
    const product = graph.node('MatMul', [y, graph.floats(layer.weights, [layer.inputs, layer.outputs])]);
    y = graph.node('Add', [product, graph.floats(layer.bias)]);
    if (i < network.layers.length - 1) y = graph.node('Relu', [y]);
  });
  return y;
}
