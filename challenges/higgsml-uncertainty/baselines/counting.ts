import { higgsFeatures } from '@unblind/simulation';
import { GraphBuilder } from '@unblind/onnx-writer';

/** Lower mass cut, GeV: most Z bosons are below. */
export const visibleMassAbove = 92;
/** Upper transverse mass cut, GeV: most W bosons are above. */
export const transverseMassBelow = 45;

/** 1 in the signal region, 0 outside: features [N, 28] -> score [N]. The template fit then has two bins. */
export function countingGraph(): Uint8Array {
  const graph = new GraphBuilder('counting');
  const features = graph.input('features', 'float32', ['N', higgsFeatures.length]);
  const column = (name: (typeof higgsFeatures)[number]) =>
    graph.node('Gather', [features, graph.integers([higgsFeatures.indexOf(name)])], { axis: 1 });
  const heavy = graph.node('Greater', [column('DER_mass_vis'), graph.floats(visibleMassAbove)]);
  const light = graph.node('Less', [column('DER_mass_transverse_met_lep'), graph.floats(transverseMassBelow)]);
  const inside = graph.node('Where', [graph.node('And', [heavy, light]), graph.floats(1), graph.floats(0)]);
  graph.node('Squeeze', [inside, graph.integers([1])], {}, { output: 'score' });
  graph.output('score', 'float32', ['N']);
  return graph.toBytes({ description: 'Window in the visible and the transverse mass, made by baselines/make.ts' });
}
