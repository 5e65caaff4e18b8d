import { higgs2014Features } from '@unblind/simulation';
import { GraphBuilder } from '@unblind/onnx-writer';

/** The window around the Higgs boson's mass, GeV: wider above, because of the tail of the resolution. */
export const window = { low: 112, high: 160, width: 6 } as const;
/** Most of the backgrounds with a W boson are above this value, GeV. */
export const transverseMass = { high: 45, width: 8 } as const;

const collinear = higgs2014Features.indexOf('DER_mass_MMC');
const transverse = higgs2014Features.indexOf('DER_mass_transverse_met_lep');

/** The score is the minimum of three smooth cuts: features [N, 30] -> score [N]. An event without a mass scores near 0. */
export function massWindowGraph(): Uint8Array {
  const graph = new GraphBuilder('mass-window');
  const features = graph.input('features', 'float32', ['N', higgs2014Features.length]);
  const edge = (feature: number, threshold: number, width: number) => {
    const value = graph.node('Gather', [features, graph.integers([feature])], { axis: 1 });
    return graph.node('Sigmoid', [graph.node('Div', [graph.node('Sub', [value, graph.floats(threshold)]), graph.floats(width)])]);
  };
  const smallest = graph.node('Min', [
    edge(collinear, window.low, window.width),
    edge(collinear, window.high, -window.width),
    edge(transverse, transverseMass.high, -transverseMass.width),
  ]);
  graph.node('Squeeze', [smallest, graph.integers([1])], {}, { output: 'score' });
  graph.output('score', 'float32', ['N']);
  return graph.toBytes({ description: 'Window in the mass and cut on the transverse mass, made by baselines/make.ts' });
}
