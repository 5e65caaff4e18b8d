import { higgsFeatures, undefinedValue } from '@unblind/simulation';
import { GraphBuilder, type TensorName } from '@unblind/onnx-writer';
import { trainPerceptron, type MultilayerPerceptron } from '../../training/multilayer-perceptron';
import { addPerceptron } from '../../training/perceptron-graph';
import { signalProcess, type LabelledEvents } from '../load-training';

/** The network's input for an undefined feature. */
const floor = -6;
/** The unit of momenta and masses, GeV. They enter as logarithms of 1 + x, which compresses the tails. */
const scale = 20;
const missingBelow = undefinedValue + 0.5;

/** The network's inputs for a row: f(x) = sign(x) ln(1 + |x| / 20) of every feature, and `floor` for undefined features. */
export function networkInputs(features: Float32Array): Float32Array {
  return Float32Array.from(features, (x) => (x < missingBelow ? floor : Math.sign(x) * Math.log1p(Math.abs(x) / scale)));
}

/** Signal against the backgrounds in their expected proportions; both classes have the same total weight. */
export function trainNetwork({ features, processes, weights }: LabelledEvents): MultilayerPerceptron {
  const labels = Uint8Array.from(processes, (process) => (process === signalProcess ? 1 : 0));
  const sums = [0, 0];
  labels.forEach((label, i) => (sums[label]! += weights[i]!));
  return trainPerceptron(
    {
      inputs: networkInputs(features),
      targets: Float32Array.from(labels),
      weights: Float64Array.from(weights, (weight, i) => weight / sums[labels[i]!]!),
    },
    { seed: 1, hidden: [48, 24], epochs: 10, batch: 200, learningRate: 3e-3, task: 'classification' },
  );
}

/** Adds the network: features [N, 28] -> logits [N, 1]. */
export function addNetwork(graph: GraphBuilder, features: TensorName, network: MultilayerPerceptron): TensorName {
  const grown = graph.node('Add', [graph.node('Div', [graph.node('Abs', [features]), graph.floats(scale)]), graph.floats(1)]);
  const folded = graph.node('Mul', [graph.node('Sign', [features]), graph.node('Log', [grown])]);
  const missing = graph.node('Less', [features, graph.floats(missingBelow)]);
  return addPerceptron(graph, graph.node('Where', [missing, graph.floats(floor), folded]), network);
}

/** features [N, 28] -> score [N], a probability at equal yields of signal and background. */
export function networkGraph(network: MultilayerPerceptron): Uint8Array {
  const graph = new GraphBuilder('higgsml-uncertainty-network');
  const logit = addNetwork(graph, graph.input('features', 'float32', ['N', higgsFeatures.length]), network);
  graph.node('Squeeze', [graph.node('Sigmoid', [logit]), graph.integers([1])], {}, { output: 'score' });
  graph.output('score', 'float32', ['N']);
  return graph.toBytes({ description: 'Small network on the 28 features, made by baselines/make.ts' });
}
