import { higgs2014Features } from '@unblind/simulation';
import { GraphBuilder } from '@unblind/onnx-writer';
import { trainPerceptron, type MultilayerPerceptron } from '../../training/multilayer-perceptron';
import { addPerceptron } from '../../training/perceptron-graph';

/** The network's input for an undefined feature (-999): close to the other values, but below all of them. */
const floor = -6;
/** The unit of momenta and masses, GeV. They enter as logarithms of 1 + x, which compresses the tails. */
const scale = 20;

/** The network's inputs for a row: f(x) = sign(x) ln(1 + |x| / 20) of every feature, and `floor` for -999. */
export function networkInputs(features: Float64Array): Float32Array {
  return Float32Array.from(features, (x) => (x < -900 ? floor : Math.sign(x) * Math.log1p(Math.abs(x) / scale)));
}

/** Scales the weights so that both classes have the same total weight. */
export function trainNetwork(features: Float64Array, labels: Float64Array, weights: Float64Array): MultilayerPerceptron {
  const sums = [0, 0];
  labels.forEach((label, i) => (sums[label]! += weights[i]!));
  const balanced = weights.map((weight, i) => weight / sums[labels[i]!]!);
  return trainPerceptron(
    { inputs: networkInputs(features), targets: Float32Array.from(labels), weights: balanced },
    { seed: 1, hidden: [64, 32], epochs: 15, batch: 200, learningRate: 3e-3, task: 'classification' },
  );
}

/** features [N, 30] -> score [N], a probability at equal yields of signal and background. */
export function networkGraph(network: MultilayerPerceptron): Uint8Array {
  const graph = new GraphBuilder('higgsml-network');
  const features = graph.input('features', 'float32', ['N', higgs2014Features.length]);
  const grown = graph.node('Add', [graph.node('Div', [graph.node('Abs', [features]), graph.floats(scale)]), graph.floats(1)]);
  const folded = graph.node('Mul', [graph.node('Sign', [features]), graph.node('Log', [grown])]);
  const missing = graph.node('Less', [features, graph.floats(-900)]);
  const logit = addPerceptron(graph, graph.node('Where', [missing, graph.floats(floor), folded]), network);
  graph.node('Squeeze', [graph.node('Sigmoid', [logit]), graph.integers([1])], {}, { output: 'score' });
  graph.output('score', 'float32', ['N']);
  return graph.toBytes({ description: 'Small network on the 30 features, made by baselines/make.ts' });
}
