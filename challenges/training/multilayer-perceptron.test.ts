import { streamOf } from '@unblind/random';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { GraphBuilder } from '@unblind/onnx-writer';
import { trainPerceptron } from './multilayer-perceptron';
import { addPerceptron } from './perceptron-graph';

const rows = 2000;
const random = streamOf(5, 0);
/** Inside a ring or not: nothing that a straight line could tell. */
const inputs = Float32Array.from({ length: 2 * rows }, () => 3 * random.normal() + 10);
const inside = (i: number) => Math.hypot(inputs[2 * i]! - 10, inputs[2 * i + 1]! - 10) < 3.5;
const targets = Float32Array.from({ length: rows }, (_, i) => (inside(i) ? 1 : 0));
const sample = { inputs, targets, weights: new Float64Array(rows).fill(1) };
const options = { seed: 1, hidden: [16, 8], epochs: 20, batch: 50, learningRate: 1e-2, task: 'classification' } as const;
const network = trainPerceptron(sample, options);

describe('a small network', () => {
  it('learns what no straight line can tell', () => {
    const right = Array.from(network.evaluate(inputs)).filter((logit, i) => logit > 0 === inside(i)).length;
    expect(right / rows).toBeGreaterThan(0.95);
  });

  it('is the same to the last bit when trained again, and another from another seed', () => {
    const short = { ...options, epochs: 1 };
    expect(trainPerceptron(sample, short).evaluate(inputs)).toEqual(trainPerceptron(sample, short).evaluate(inputs));
    expect(trainPerceptron(sample, { ...short, seed: 2 }).evaluate(inputs)).not.toEqual(trainPerceptron(sample, short).evaluate(inputs));
  });

  it('says the same as ONNX', async () => {
    const graph = new GraphBuilder('ring');
    graph.node('Identity', [addPerceptron(graph, graph.input('x', 'float32', ['N', 2]), network)], {}, { output: 'y' });
    graph.output('y', 'float32', ['N', 1]);
    const session = await InferenceSession.create(graph.toBytes(), { intraOpNumThreads: 1 });
    const { y } = await session.run({ x: new Tensor('float32', inputs, [rows, 2]) });
    const own = network.evaluate(inputs);
    // float32 against float64, through three layers: logits of some ten units.
    Array.from(own.keys()).forEach((i) => expect(Math.abs(Number(y?.data[i]) - own[i]!)).toBeLessThan(1e-3));
    await session.release();
  });
});
