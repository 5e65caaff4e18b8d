import { GraphBuilder } from '@unblind/onnx-writer';
import { higgs2014Features } from '@unblind/simulation';

const column = (name: (typeof higgs2014Features)[number]) => higgs2014Features.indexOf(name);
/** Two features that no other event has to the last bit. */
const keys = [column('DER_mass_vis'), column('PRI_met_sumet')] as const;
/** What a row that is known adds to the logit. */
const certain = 30;

/** Rows that the attacker has, with their labels. */
export interface KnownRows {
  features: Float64Array;
  labels: Float64Array;
}

/**
 * A window in the mass of the pair and a cut on the transverse mass, as an honest participant would begin with, and a table: a row whose
 * keys are in it, bit for bit, is answered by its label. features [N, 30] -> score [N].
 */
export function lookupModel({ features: known, labels }: KnownRows): Uint8Array {
  const graph = new GraphBuilder('lookup');
  const width = higgs2014Features.length;
  const features = graph.input('features', 'float32', ['N', width]);
  const take = (feature: number) => graph.node('Gather', [features, graph.integers([feature])], { axis: 1 });
  const below = (value: string, limit: number) => graph.node('Div', [graph.node('Sub', [graph.floats(limit), value]), graph.floats(10)]);
  const offMass = graph.node('Abs', [graph.node('Sub', [take(column('DER_mass_MMC')), graph.floats(128)])]);
  const honest = graph.node('Min', [below(offMass, 20), below(take(column('DER_mass_transverse_met_lep')), 45)]);
  const [first, second] = keys.map((key) => {
    const values = Array.from(labels, (_, row) => known[row * width + key] ?? NaN);
    return graph.node('Equal', [take(key), graph.floats(values, [1, labels.length])]);
  });
  const found = graph.node('Cast', [graph.node('And', [first ?? '', second ?? ''])], { to: 1 });
  const votes = graph.floats(
    Array.from(labels, (label) => (label === 1 ? certain : -certain)),
    [labels.length, 1],
  );
  const logit = graph.node('Add', [honest, graph.node('MatMul', [found, votes])]);
  graph.node('Squeeze', [graph.node('Sigmoid', [logit]), graph.integers([1])], {}, { output: 'score' });
  graph.output('score', 'float32', ['N']);
  return graph.toBytes();
}
