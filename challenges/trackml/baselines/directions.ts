import { GraphBuilder } from '@unblind/onnx-writer';

/** Bins of the azimuth, and of the pseudorapidity from -4 to 4. */
export interface DirectionBins {
  azimuth: number;
  pseudorapidity: number;
}

/** The track of a hit is the bin of its direction as seen from the origin: hits [N, 3] -> labels [N]. */
export function directionsGraph(bins: DirectionBins): Uint8Array {
  const graph = new GraphBuilder('directions');
  const hits = graph.input('hits', 'float32', ['N', 3]);
  const column = (index: number) =>
    graph.node('Squeeze', [graph.node('Gather', [hits, graph.integers([index])], { axis: 1 }), graph.integers([1])]);
  const [x, y, z] = [column(0), column(1), column(2)];
  const square = (value: string) => graph.node('Mul', [value, value]);
  const radius = graph.node('Sqrt', [graph.node('Add', [square(x), square(y)])]);
  // ONNX has no atan2: the half angle has a tangent of one branch. The small constant is for y = 0, x < 0.
  const ahead = graph.node('Add', [graph.node('Add', [radius, x]), graph.floats(1e-4)]);
  const halfAngle = graph.node('Atan', [graph.node('Div', [y, ahead])]);
  const pseudorapidity = graph.node('Asinh', [graph.node('Div', [z, graph.node('Add', [radius, graph.floats(1e-4)])])]);
  const bin = (value: string, low: number, high: number, count: number) => {
    const scaled = graph.node('Mul', [graph.node('Sub', [value, graph.floats(low)]), graph.floats(count / (high - low))]);
    return graph.node('Clip', [graph.node('Floor', [scaled]), graph.floats(0), graph.floats(count - 1)]);
  };
  const around = bin(halfAngle, -Math.PI / 2, Math.PI / 2, bins.azimuth);
  const along = bin(pseudorapidity, -4, 4, bins.pseudorapidity);
  const labels = graph.node('Add', [graph.node('Mul', [around, graph.floats(bins.pseudorapidity)]), along], {}, { output: 'labels' });
  graph.output(labels, 'float32', ['N']);
  return graph.toBytes({ description: 'Bins of direction, made by baselines/make.ts' });
}
