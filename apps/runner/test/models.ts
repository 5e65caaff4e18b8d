import { GraphBuilder } from '@unblind/onnx-writer';

/** Misbehaving models on the `jet` view [N, 9] with an output `score` [N]. */
function onJet(name: string, build: (graph: GraphBuilder, mass: string) => string): Buffer {
  const graph = new GraphBuilder(name);
  const jet = graph.input('jet', 'float32', ['N', 9]);
  const mass = graph.node('Gather', [jet, graph.integers([3])], { axis: 1 });
  const flat = graph.node('Reshape', [mass, graph.integers([-1])]);
  const score = build(graph, graph.node('Sigmoid', [graph.node('Mul', [flat, graph.floats(0.001)])]));
  graph.node('Identity', [score], {}, { output: 'score' });
  graph.output('score', 'float32', ['N']);
  return Buffer.from(graph.toBytes());
}

export const decent = (scale = 0.5): Buffer => onJet('decent', (graph, score) => graph.node('Mul', [score, graph.floats(scale)]));

/** Of 400 kB. */
export const large = (): Buffer =>
  onJet('large', (graph, score) => {
    const weights = graph.floats(Float32Array.from({ length: 100_000 }, () => 0.5));
    return graph.node('Mul', [score, graph.node('ReduceMax', [weights], { keepdims: 0 })]);
  });

/** 0 / 0 for each jet. */
export const notFinite = (): Buffer =>
  onJet('not-finite', (graph, score) => {
    const zero = graph.node('Sub', [score, score]);
    return graph.node('Div', [zero, zero]);
  });

export const outOfRange = (): Buffer => onJet('out-of-range', (graph, score) => graph.node('Add', [score, graph.floats(5)]));

/** One score for the whole batch. */
export const oneForAll = (): Buffer =>
  onJet('one-for-all', (graph, score) => graph.node('ReduceMean', [score], { axes: [0], keepdims: 1 }));

/** Square matrices made at run time and multiplied: seconds of work from a small file. */
export const slow = (size: number, products: number): Buffer =>
  onJet('slow', (graph, score) => {
    // The matrix depends on the input, so that it cannot be folded when the model is loaded.
    const seed = graph.node('ReduceMax', [score], { keepdims: 0 });
    let matrix = graph.node('Expand', [seed, graph.integers([size, size])]);
    for (let i = 0; i < products; i++) matrix = graph.node('Tanh', [graph.node('MatMul', [matrix, matrix])]);
    const zero = graph.node('Mul', [graph.node('ReduceMean', [matrix], { keepdims: 0 }), graph.floats(0)]);
    return graph.node('Add', [score, zero]);
  });

/** A million numbers for each jet of the batch: more than its memory limit, which shows only once the batch size is known. */
export const memoryHog = (): Buffer =>
  onJet('memory-hog', (graph, score) => {
    const wide = graph.node('Expand', [graph.node('Reshape', [score, graph.integers([-1, 1])]), graph.integers([1, 2_000_000])]);
    const sums = graph.node('ReduceSum', [graph.node('Exp', [wide]), graph.integers([1])], { keepdims: 0 });
    return graph.node('Add', [score, graph.node('Mul', [sums, graph.floats(0)])]);
  });

/** Scores relative to the mean of the batch, as batch normalisation that was left in training mode gives. */
export const batchNormalised = (): Buffer =>
  onJet('batch-normalised', (graph, score) => {
    const mean = graph.node('ReduceMean', [score], { keepdims: 1 });
    return graph.node('Sigmoid', [graph.node('Mul', [graph.node('Sub', [score, mean]), graph.floats(50)])]);
  });

/** How many jets are in the batch, as a number of the graph. */
const batchOf = (graph: GraphBuilder, score: string): string => graph.node('Shape', [score]);

/** Decent on the few jets of the public sample, out of range in batches of more than fifty. */
export const outOfRangeInLargeBatches = (): Buffer =>
  onJet('out-of-range-later', (graph, score) => {
    const excess = graph.node('Relu', [graph.node('Sub', [graph.node('Cast', [batchOf(graph, score)], { to: 1 }), graph.floats(50)])]);
    return graph.node('Add', [score, excess]);
  });

/** Quick on the few jets of the public sample, and without end on a whole batch: matrices of five times its size. */
export const slowInLargeBatches = (products: number): Buffer =>
  onJet('slow-later', (graph, score) => {
    const size = graph.node('Mul', [batchOf(graph, score), graph.integers([5])]);
    const seed = graph.node('ReduceMax', [score], { keepdims: 0 });
    let matrix = graph.node('Expand', [seed, graph.node('Concat', [size, size], { axis: 0 })]);
    for (let i = 0; i < products; i++) matrix = graph.node('Tanh', [graph.node('MatMul', [matrix, matrix])]);
    const zero = graph.node('Mul', [graph.node('ReduceMean', [matrix], { keepdims: 0 }), graph.floats(0)]);
    return graph.node('Add', [score, zero]);
  });
