import { constituentsPerJet } from '@unblind/simulation';
import { GraphBuilder, type TensorName } from '@unblind/onnx-writer';
import { angleScale, logFractionScale, logFractionShift, tiny } from './constituent-features';
import { typicalMultiplicity, type DeepSets } from './deep-sets';
import type { DenseLayer } from '../../training/dense-layer';

/** The trained network as ONNX, from raw four-momenta to the score: constituents [N, 200, 4] -> score [N]. */
export function deepSetsGraph(network: DeepSets): Uint8Array {
  const graph = new GraphBuilder('deep-sets');
  const constituents = graph.input('constituents', 'float32', ['N', constituentsPerJet, 4]);
  const { features, fraction, mask } = preprocessing(graph, constituents);
  const embedded = dense(graph, dense(graph, features, network.phi[0], true), network.phi[1], true);
  const masked = graph.node('Mul', [embedded, mask]);
  const sum = graph.node('Div', [sumOver(graph, masked, false), graph.floats(typicalMultiplicity)]);
  const weighted = sumOver(graph, graph.node('Mul', [masked, fraction]), false);
  const pooled = graph.node('Concat', [sum, weighted], { axis: 1 });
  const logit = dense(graph, dense(graph, pooled, network.head[0], true), network.head[1], false);
  const probability = graph.node('Sigmoid', [logit]);
  graph.node('Squeeze', [probability, graph.integers([1])], {}, { output: 'score' });
  graph.output('score', 'float32', ['N']);
  return graph.toBytes({ description: 'Deep Sets baseline of the top-tagging challenge, made by baselines/make.ts' });
}

/** The same steps as constituent-features.ts. All tensors are [N, 200, 1], except the features, [N, 200, 4]. */
function preprocessing(graph: GraphBuilder, constituents: TensorName) {
  const op = (operator: string, ...inputs: TensorName[]) => graph.node(operator, inputs);
  const zero = graph.floats(0);
  const one = graph.floats(1);
  const scaled = (x: TensorName, factor: number) => op('Mul', x, graph.floats(factor));
  const square = (x: TensorName) => op('Mul', x, x);
  const length = (x: TensorName, y: TensorName) => op('Sqrt', op('Add', square(x), square(y)));
  const column = (index: number) =>
    graph.node('Slice', [constituents, graph.integers([index]), graph.integers([index + 1]), graph.integers([2])]);
  const [px, py, pz] = [column(1), column(2), column(3)];
  const [x, y, z] = [sumOver(graph, px, true), sumOver(graph, py, true), sumOver(graph, pz, true)];

  const pt = length(px, py);
  const present = op('Greater', pt, zero);
  const mask = graph.node('Cast', [present], { to: 1 });
  // Padding gets the values 1 and 0, not NaN: it is masked by a product at the end, and 0 * NaN is NaN.
  const safe = (value: TensorName, padding: TensorName) => op('Where', present, value, padding);
  const safePt = safe(pt, one);
  const jetPt = length(x, y);
  const fraction = op('Div', pt, jetPt);
  const logFraction = op('Log', safe(fraction, one));
  const deltaEta = op('Mul', op('Sub', op('Asinh', op('Div', pz, safePt)), op('Asinh', op('Div', z, jetPt))), mask);
  const across = op('Sub', op('Mul', py, x), op('Mul', px, y));
  const along = op('Add', op('Mul', px, x), op('Mul', py, y));
  const deltaPhi = op('Atan', op('Div', across, safe(along, one)));
  const eta = scaled(deltaEta, angleScale);
  const phi = scaled(deltaPhi, angleScale);
  const distance = length(eta, phi);

  const moment = (...factors: [TensorName, ...TensorName[]]) =>
    sumOver(
      graph,
      factors.reduce((product, factor) => op('Mul', product, factor), fraction),
      true,
    );
  const difference = op('Sub', moment(eta, eta), moment(phi, phi));
  const mixed = scaled(moment(eta, phi), 2);
  const cosDouble = op('Div', difference, op('Max', length(difference, mixed), graph.floats(tiny)));
  const half = (shifted: TensorName) => op('Sqrt', op('Max', scaled(shifted, 0.5), zero));
  const sign = (value: TensorName) => op('Where', op('Less', value, zero), graph.floats(-1), one);
  const cos = half(op('Add', one, cosDouble));
  const sin = op('Mul', half(op('Sub', one, cosDouble)), sign(mixed));
  const u = op('Add', op('Mul', cos, eta), op('Mul', sin, phi));
  const v = op('Sub', op('Mul', cos, phi), op('Mul', sin, eta));
  const mirrored = (value: TensorName) => op('Mul', value, sign(moment(distance, value)));

  const logColumn = scaled(op('Add', logFraction, graph.floats(logFractionShift)), logFractionScale);
  const features = graph.node('Concat', [logColumn, mirrored(u), mirrored(v), distance], { axis: 2 });
  return { features, fraction, mask };
}

function sumOver(graph: GraphBuilder, x: TensorName, keep: boolean): TensorName {
  return graph.node('ReduceSum', [x, graph.integers([1])], { keepdims: keep ? 1 : 0 });
}

function dense(graph: GraphBuilder, x: TensorName, layer: DenseLayer, relu: boolean): TensorName {
  const product = graph.node('MatMul', [x, graph.floats(layer.weights, [layer.inputs, layer.outputs])]);
  const sum = graph.node('Add', [product, graph.floats(layer.bias)]);
  return relu ? graph.node('Relu', [sum]) : sum;
}
