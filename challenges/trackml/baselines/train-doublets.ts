import { InferenceSession, Tensor } from 'onnxruntime-node';
import { chunksOf } from '../../training/load-split';
import { trainPerceptron, type MultilayerPerceptron } from '../../training/multilayer-perceptron';
import { edgeFeaturesGraph } from './doublets';
import { eventGraphs } from './event-graph';

/** Trains a classifier on the doublets of the training events: whether both ends belong to one particle. */
export async function trainDoublets(): Promise<MultilayerPerceptron> {
  const session = await InferenceSession.create(edgeFeaturesGraph());
  const [inputs, targets]: [Float32Array[], Float32Array[]] = [[], []];
  for await (const chunk of chunksOf('trackml', 'train')) {
    for (const event of eventGraphs(chunk)) {
      const { features } = await session.run({
        nodes: new Tensor('float32', event.nodes, [event.hits, 3]),
        cells: new Tensor('float32', event.cells, [event.hits, 3]),
        edge_index: new Tensor('int64', event.edgeIndex, [2, event.edges]),
      });
      if (!(features?.data instanceof Float32Array)) throw new Error('the features are not float32');
      inputs.push(features.data);
      targets.push(event.isTrue);
    }
  }
  await session.release();
  const all = joined(targets);
  return trainPerceptron(
    { inputs: joined(inputs), targets: all, weights: new Float64Array(all.length).fill(1) },
    { seed: 1, hidden: [48, 24], epochs: 6, batch: 256, learningRate: 3e-3, task: 'classification' },
  );
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
