import { GraphBuilder, type TensorName } from '@unblind/onnx-writer';
import type { MultilayerPerceptron } from '../../training/multilayer-perceptron';
import { addPerceptron } from '../../training/perceptron-graph';

export const edgeFeatureCount = 15;

/**
 * The features of an edge, [E, 15]: radius and z of both ends, their differences, difference in azimuth, the same per radius, where the line meets the beam, its slope, and the cells of both ends.
 */
function edgeFeatures(graph: GraphBuilder): { features: TensorName; from: TensorName; to: TensorName } {
  const nodes = graph.input('nodes', 'float32', ['H', 3]);
  const cells = graph.input('cells', 'float32', ['H', 3]);
  const edges = graph.input('edge_index', 'int64', [2, 'E']);
  const end = (index: number) =>
    graph.node('Squeeze', [graph.node('Gather', [edges, graph.integers([index])], { axis: 0 }), graph.integers([0])]);
  const [from, to] = [end(0), end(1)];
  const at = (table: TensorName, hits: TensorName, column: number) =>
    graph.node('Gather', [graph.node('Gather', [table, hits], { axis: 0 }), graph.integers([column])], { axis: 1 });
  const minus = (a: TensorName, b: TensorName) => graph.node('Sub', [a, b]);
  const times = (a: TensorName, b: TensorName) => graph.node('Mul', [a, b]);
  const [r1, r2] = [at(nodes, from, 0), at(nodes, to, 0)];
  const [z1, z2] = [at(nodes, from, 2), at(nodes, to, 2)];
  const [dr, dz] = [minus(r2, r1), minus(z2, z1)];
  const difference = minus(at(nodes, to, 1), at(nodes, from, 1));
  // In units of pi: a full turn is 2.
  const turns = times(graph.floats(2), graph.node('Round', [times(difference, graph.floats(0.5))]));
  const turn = minus(difference, turns);
  const slope = graph.node('Div', [dz, dr]);
  const cellsOf = (hits: TensorName) => [0, 1, 2].map((column) => at(cells, hits, column));
  const columns = [
    r1,
    z1,
    r2,
    z2,
    dr,
    dz,
    turn,
    graph.node('Div', [turn, dr]),
    minus(z1, times(r1, slope)),
    ...cellsOf(from),
    ...cellsOf(to),
  ];
  const features = graph.node('Concat', columns, { axis: 1 });
  return { features, from, to };
}

/** The features of the classifier, for its training. */
export function edgeFeaturesGraph(): Uint8Array {
  const graph = new GraphBuilder('edge-features');
  const { features } = edgeFeatures(graph);
  graph.output(graph.node('Identity', [features], {}, { output: 'features' }), 'float32', ['E', edgeFeatureCount]);
  return graph.toBytes();
}

/**
 * The probability, from a small network, that both ends of a doublet belong to one particle. It is 0 unless the edge is both the best
 * outward edge of its inner hit and the best inward edge of its outer hit, because a particle makes only one hit on the next layer.
 */
export function doubletsGraph(network: MultilayerPerceptron): Uint8Array {
  const graph = new GraphBuilder('doublets');
  const { features, from, to } = edgeFeatures(graph);
  const probability = graph.node('Sigmoid', [graph.node('Squeeze', [addPerceptron(graph, features, network), graph.integers([1])])]);
  const count = graph.node('Gather', [graph.node('Shape', ['nodes']), graph.integers([0])], { axis: 0 });
  const nothing = graph.node('ConstantOfShape', [count]);
  const isBestOf = (hits: TensorName) => {
    const best = graph.node('ScatterElements', [nothing, hits, probability], { axis: 0, reduction: 'max' });
    return graph.node('GreaterOrEqual', [probability, graph.node('Gather', [best, hits], { axis: 0 })]);
  };
  const isBest = graph.node('Cast', [graph.node('And', [isBestOf(from), isBestOf(to)])], { to: 1 });
  graph.output(graph.node('Mul', [probability, isBest], {}, { output: 'edge_scores' }), 'float32', ['E']);
  // Reduction by the maximum came with operator set 18.
  return graph.toBytes({ opset: 18, description: 'A classifier of doublets, made by baselines/make.ts' });
}
