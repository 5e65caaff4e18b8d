import { dijetFeatures } from '@unblind/simulation';
import type { GraphBuilder, TensorName } from '@unblind/onnx-writer';

const width = dijetFeatures.length;
const at = (name: (typeof dijetFeatures)[number]) => dijetFeatures.indexOf(name);

/** The unit of masses, TeV, so that they are of order one. */
const massUnit = 1000;
/** Avoids 0 / 0 for a jet with one constituent, as in the published feature files. */
const small = 1e-5;

/** The networks' inputs for an event: the lighter jet's mass, the difference to the heavier one's, tau21 and tau32 of both jets. */
export const inputWidth = 6;

/** [N, 14] -> [N, 6] */
export function jetInputs(features: Float64Array): Float32Array {
  const rows = features.length / width;
  const inputs = new Float32Array(rows * inputWidth);
  for (let i = 0; i < rows; i++) {
    const of = (name: (typeof dijetFeatures)[number]) => features[i * width + at(name)]!;
    const [m1, m2] = [of('mj1') / massUnit, of('mj2') / massUnit];
    const tau21 = [of('tau2j1') / (of('tau1j1') + small), of('tau2j2') / (of('tau1j2') + small)];
    const tau32 = [of('tau3j1') / (of('tau2j1') + small), of('tau3j2') / (of('tau2j2') + small)];
    inputs.set([Math.min(m1, m2), Math.abs(m1 - m2), ...tau21, ...tau32], i * inputWidth);
  }
  return inputs;
}

/** The same inputs, computed in an ONNX graph. */
export function addJetInputs(graph: GraphBuilder, features: TensorName): TensorName {
  const of = (name: (typeof dijetFeatures)[number]) => graph.node('Gather', [features, graph.integers([at(name)])], { axis: 1 });
  const ratio = (a: TensorName, b: TensorName) => graph.node('Div', [a, graph.node('Add', [b, graph.floats(small)])]);
  const mass = (name: 'mj1' | 'mj2') => graph.node('Div', [of(name), graph.floats(massUnit)]);
  const [m1, m2] = [mass('mj1'), mass('mj2')];
  const columns = [
    graph.node('Min', [m1, m2]),
    graph.node('Abs', [graph.node('Sub', [m1, m2])]),
    ratio(of('tau2j1'), of('tau1j1')),
    ratio(of('tau2j2'), of('tau1j2')),
    ratio(of('tau3j1'), of('tau2j1')),
    ratio(of('tau3j2'), of('tau2j2')),
  ];
  return graph.node('Concat', columns, { axis: 1 });
}
