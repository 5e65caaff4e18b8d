import { jetFeatures } from '@unblind/simulation';
import { GraphBuilder, type TensorName } from '@unblind/onnx-writer';

/**
 * The classic tagger, with smooth edges: a window in the jet's mass around the top's, and an upper cut on tau32.
 *   score = geometric mean over the edges of sigmoid((value - threshold) / width);   a negative width makes an upper cut.
 * GeV for the mass.
 */
export const edges = [
  { feature: 'mass', threshold: 145, width: 8 },
  { feature: 'mass', threshold: 210, width: -10 },
  { feature: 'tau32', threshold: 0.7, width: -0.08 },
] as const;

/** The score of one jet from its nine features. A sigmoid's logarithm is -log(1 + exp(-x)), which stays exact far from the edge. */
export function substructureCut(jet: ArrayLike<number>): number {
  const distances = edges.map(({ feature, threshold, width }) => ((jet[jetFeatures.indexOf(feature)] ?? NaN) - threshold) / width);
  return Math.exp(-distances.reduce((sum, x) => sum + Math.log1p(Math.exp(-x)), 0) / edges.length);
}

/** The same as ONNX: jet [N, 9] -> score [N]. */
export function substructureCutGraph(): Uint8Array {
  const graph = new GraphBuilder('substructure-cut');
  const jet = graph.input('jet', 'float32', ['N', jetFeatures.length]);
  const penalties = edges.map(({ feature, threshold, width }): TensorName => {
    const value = graph.node('Gather', [jet, graph.integers([jetFeatures.indexOf(feature)])], { axis: 1 });
    const distance = graph.node('Div', [graph.node('Sub', [value, graph.floats(threshold)]), graph.floats(-width)]);
    return graph.node('Softplus', [distance]);
  });
  const mean = graph.node('Div', [graph.node('Sum', penalties), graph.floats(-edges.length)]);
  graph.node('Squeeze', [graph.node('Exp', [mean]), graph.integers([1])], {}, { output: 'score' });
  graph.output('score', 'float32', ['N']);
  return graph.toBytes({ description: 'Mass window and tau32 cut of the top-tagging challenge, made by baselines/make.ts' });
}
