import { jetFeatures } from '@unblind/simulation';
import { GraphBuilder, type TensorName } from '../../onnx-writer';
import { sigmoid } from './deep-sets';

/**
 * The classic tagger, with smooth edges: a window in the jet's mass around the top's, and an upper cut on tau32.
 *   score = product over edges of sigmoid((value - threshold) / width);   a negative width makes an upper cut.
 * GeV for the mass.
 */
export const edges = [
  { feature: 'mass', threshold: 145, width: 8 },
  { feature: 'mass', threshold: 210, width: -10 },
  { feature: 'tau32', threshold: 0.7, width: -0.08 },
] as const;

/** The score of one jet from its nine features. */
export function substructureCut(jet: ArrayLike<number>): number {
  return edges.reduce(
    (score, { feature, threshold, width }) => score * sigmoid(((jet[jetFeatures.indexOf(feature)] ?? NaN) - threshold) / width),
    1,
  );
}

/** The same as ONNX: jet [N, 9] -> score [N]. */
export function substructureCutGraph(): Uint8Array {
  const graph = new GraphBuilder('substructure-cut');
  const jet = graph.input('jet', 'float32', ['N', jetFeatures.length]);
  const passes = edges.map(({ feature, threshold, width }): TensorName => {
    const value = graph.node('Gather', [jet, graph.integers([jetFeatures.indexOf(feature)])], { axis: { int: 1 } });
    return graph.node('Sigmoid', [graph.node('Div', [graph.node('Sub', [value, graph.floats(threshold)]), graph.floats(width)])]);
  });
  const product = passes.reduce((score, pass) => graph.node('Mul', [score, pass]));
  graph.node('Squeeze', [product, graph.integers([1])], {}, { output: 'score' });
  graph.output('score', 'float32', ['N']);
  return graph.toBytes({ description: 'Mass window and tau32 cut of the top-tagging challenge, made by baselines/make.ts' });
}
