import { dijetFeatures } from '@unblind/simulation';
import { GraphBuilder, type TensorName } from '@unblind/onnx-writer';
import type { MultilayerPerceptron } from '../../training/multilayer-perceptron';
import { addPerceptron } from '../../training/perceptron-graph';
import { addJetInputs } from './jet-inputs';

/** features [N, 14] -> score [N] */
function graphOf(name: string, description: string, score: (graph: GraphBuilder, inputs: TensorName) => TensorName): Uint8Array {
  const graph = new GraphBuilder(name);
  const inputs = addJetInputs(graph, graph.input('features', 'float32', ['N', dijetFeatures.length]));
  graph.node('Squeeze', [score(graph, inputs), graph.integers([1])], {}, { output: 'score' });
  graph.output('score', 'float32', ['N']);
  return graph.toBytes({ description: `${description}, made by baselines/make.ts` });
}

/** A supervised classifier, trained on the signal: an upper bound for methods without signal labels. */
export function supervisedGraph(network: MultilayerPerceptron): Uint8Array {
  return graphOf('supervised', 'Network trained on the labels', (graph, inputs) =>
    graph.node('Sigmoid', [addPerceptron(graph, inputs, network)]),
  );
}

/** An autoencoder trained on background only: the reconstruction error of an event, in units of the background's spread. */
export function autoencoderGraph(network: MultilayerPerceptron): Uint8Array {
  return graphOf('autoencoder', 'Reconstruction error of an autoencoder trained on QCD events', (graph, inputs) => {
    const standard = graph.node('Div', [graph.node('Sub', [inputs, graph.floats(network.mean)]), graph.floats(network.deviation)]);
    const difference = graph.node('Sub', [addPerceptron(graph, inputs, network), standard]);
    return graph.node('ReduceMean', [graph.node('Mul', [difference, difference])], { axes: [1], keepdims: 1 });
  });
}

/** A two-prong tagger: minus the larger tau21 of the two jets. */
export function cutGraph(): Uint8Array {
  return graphOf('substructure-cut', 'Both jets have two prongs', (graph, inputs) => {
    const tau21 = (column: number) => graph.node('Gather', [inputs, graph.integers([column])], { axis: 1 });
    return graph.node('Neg', [graph.node('Max', [tau21(2), tau21(3)])]);
  });
}
