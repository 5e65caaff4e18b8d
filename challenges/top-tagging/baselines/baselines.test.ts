import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { streamOf } from '@unblind/random';
import { constituentsPerJet, generateJets, jetFeatures } from '@unblind/simulation';
import { constituentFeatures } from './constituent-features';
import { DeepSets } from './deep-sets';
import { deepSetsGraph } from './deep-sets-graph';
import { areaUnderCurve, backgroundRejection } from '../../training/roc';
import { substructureCut, substructureCutGraph } from './substructure-cut';
import { train } from './train';

// A stream of its own: none of the challenge's splits.
const count = 1200;
const jets = generateJets({ seed: 77, count });
const features = constituentFeatures(jets.constituents, count);

async function run(model: Uint8Array, input: string, data: Float32Array, shape: number[]): Promise<number[]> {
  const session = await InferenceSession.create(model, { intraOpNumThreads: 1 });
  try {
    const { score } = await session.run({ [input]: new Tensor('float32', data, shape) });
    if (!(score?.data instanceof Float32Array)) throw new Error('no float32 score');
    return Array.from(score.data);
  } finally {
    await session.release();
  }
}
const onConstituents = (model: Uint8Array, data = jets.constituents) =>
  run(model, 'constituents', data, [data.length / constituentsPerJet / 4, constituentsPerJet, 4]);
const onJets = (model: Uint8Array) => run(model, 'jet', jets.jet, [count, jetFeatures.length]);
const committed = (name: string) => readFile(join(__dirname, name));
const largestDifference = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.max(...Array.from(a, (value, i) => Math.abs(value - (b[i] ?? NaN))));

describe('the committed baselines', () => {
  it('separate tops from QCD jets, the network clearly better than the cut', async () => {
    const cut = await onJets(await committed('substructure-cut.onnx'));
    const network = await onConstituents(await committed('deep-sets.onnx'));
    for (const score of [...cut, ...network]) {
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(1);
    }
    const [cutArea, networkArea] = [areaUnderCurve(cut, jets.labels), areaUnderCurve(network, jets.labels)];
    // The statistical error of an area near 0.95 with 600 jets of each class is below 0.007.
    expect(cutArea).toBeGreaterThan(0.92);
    expect(networkArea).toBeGreaterThan(0.955);
    expect(networkArea).toBeLessThan(0.99);
    expect(networkArea - cutArea).toBeGreaterThan(0.015);
    expect(backgroundRejection(network, jets.labels, 0.5)).toBeGreaterThan(40);
  });

  it('include the cut exactly as the script writes it today', async () => {
    expect(Buffer.from(substructureCutGraph()).equals(await committed('substructure-cut.onnx'))).toBe(true);
  });

  it('are small', async () => {
    for (const name of ['substructure-cut.onnx', 'deep-sets.onnx']) expect((await committed(name)).length).toBeLessThan(500_000);
  });
});

describe('the cut as a graph', () => {
  // float32 against double in three sigmoids.
  it('scores as the formula does', async () => {
    const expected = Array.from({ length: count }, (_, i) => substructureCut(jets.jet.subarray(i * 9, i * 9 + 9)));
    expect(largestDifference(await onJets(substructureCutGraph()), expected)).toBeLessThan(1e-5);
  });
});

describe('the Deep Sets network as a graph', () => {
  const network = new DeepSets(streamOf(5, 0));

  // float32 against double through 40 nodes; the logits of this untrained network are of order one.
  it('scores raw four-momenta as the TypeScript network scores its features', async () => {
    const expected = network.score(features, 0, count);
    expect(largestDifference(await onConstituents(deepSetsGraph(network)), expected)).toBeLessThan(2e-5);
  });

  it('gives a jet the same score in a batch of one and in a batch of many', async () => {
    const graph = deepSetsGraph(network);
    const many = await onConstituents(graph);
    const one = await onConstituents(graph, jets.constituents.slice(0, constituentsPerJet * 4));
    expect(Math.abs((one[0] ?? NaN) - (many[0] ?? NaN))).toBeLessThan(1e-6);
  });

  it('does not change when the jet is turned around the beam', async () => {
    const turned = jets.constituents.slice(0, 100 * constituentsPerJet * 4);
    for (let at = 0; at < turned.length; at += 4) {
      const [x, y] = [turned[at + 1]!, turned[at + 2]!];
      turned[at + 1] = Math.cos(2) * x - Math.sin(2) * y;
      turned[at + 2] = Math.sin(2) * x + Math.cos(2) * y;
    }
    const scores = await onConstituents(deepSetsGraph(network), turned);
    expect(largestDifference(scores, network.score(features, 0, 100))).toBeLessThan(2e-5);
  });

  it('answers with a number also for a jet of a single constituent', async () => {
    const single = new Float32Array(constituentsPerJet * 4);
    single.set([600, 600, 0, 0]);
    const [score] = await onConstituents(deepSetsGraph(network), single);
    expect(Math.abs((score ?? NaN) - (network.score(constituentFeatures(single, 1), 0, 1)[0] ?? NaN))).toBeLessThan(1e-5);
  });
});

describe('training', () => {
  it('follows the gradient that finite differences give, in every layer', () => {
    const network = new DeepSets(streamOf(5, 0));
    const n = 20;
    const crossEntropy = (score: number, i: number) => -Math.log(jets.labels[i] === 1 ? score : 1 - score);
    const loss = () =>
      network
        .score(features, 0, n)
        .map(crossEntropy)
        .reduce((sum, value) => sum + value / n, 0);
    expect(network.learn(features, jets.labels, 0, n)).toBeCloseTo(loss(), 12);
    for (const layer of [...network.phi, ...network.head]) {
      for (const [parameters, gradient] of [
        [layer.weights, layer.gradients.weights],
        [layer.bias, layer.gradients.bias],
      ] as const) {
        for (const index of [0, Math.floor(parameters.length / 2), parameters.length - 1]) {
          const step = 1e-6;
          const value = parameters[index]!;
          parameters[index] = value + step;
          const above = loss();
          parameters[index] = value - step;
          const below = loss();
          parameters[index] = value;
          // Second-order error of the difference, and its rounding: 1e-16 / 1e-6.
          expect(Math.abs((above - below) / (2 * step) - gradient[index]!)).toBeLessThan(1e-7);
        }
      }
    }
  });

  it('lowers the loss, and gives the same network twice', () => {
    const losses: number[] = [];
    const options = { seed: 3, epochs: 4, batch: 50, learningRate: 3e-3 };
    const sample = { constituents: features, jet: jets.jet, labels: jets.labels };
    const first = train(sample, { ...options, onEpoch: (_, loss) => losses.push(loss) });
    expect(losses.at(-1)).toBeLessThan(0.75 * losses[0]!);
    expect(train(sample, options).score(features, 0, 10)).toEqual(first.score(features, 0, 10));
  });
});
