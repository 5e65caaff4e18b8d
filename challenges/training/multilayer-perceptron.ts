import { type RandomSource, streamOf } from '@unblind/random';
import { DenseLayer } from './dense-layer';

/** Rows of features with their targets and weights. */
export interface TrainingSample {
  /** [rows, inputs] */
  inputs: Float32Array;
  /** [rows, outputs]: labels for a classifier, values for a regression. */
  targets: Float32Array;
  weights: Float64Array;
}

export interface TrainingOptions {
  seed: number;
  /** Sizes of the hidden layers. */
  hidden: readonly number[];
  epochs: number;
  batch: number;
  /** The initial learning rate; it falls to 0 along half a cosine. */
  learningRate: number;
  /** Cross-entropy of a sigmoid for a classifier, squared error for a regression. Both have the gradient output - target. */
  task: 'classification' | 'regression';
  onEpoch?: (epoch: number, network: MultilayerPerceptron) => void;
}

/** Dense layers with rectifiers between them, on standardised inputs. */
export class MultilayerPerceptron {
  readonly layers: DenseLayer[];

  readonly mean: Float64Array;
  readonly deviation: Float64Array;

  constructor(
    inputs: { mean: Float64Array; deviation: Float64Array },
    sizes: readonly number[],
    readonly task: TrainingOptions['task'],
    random: RandomSource,
  ) {
    this.mean = inputs.mean;
    this.deviation = inputs.deviation;
    this.layers = sizes.slice(1).map((size, i) => new DenseLayer(sizes[i]!, size, random));
  }

  /** [rows, outputs]: logits for a classifier. */
  evaluate(inputs: Float32Array): Float64Array {
    return this.forward(this.standardise(inputs)).at(-1)!;
  }

  /** One training step on a batch of rows. */
  learn({ inputs, targets, weights }: TrainingSample, learningRate: number): void {
    const x = this.standardise(inputs);
    const outputs = this.forward(x);
    const rows = weights.length;
    const last = outputs.at(-1)!;
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const width = last.length / rows;
    let gradient = last.map((value, i) => {
      const predicted = this.task === 'classification' ? 1 / (1 + Math.exp(-value)) : value;
      return ((predicted - targets[i]!) * weights[Math.floor(i / width)]!) / total;
    });
    for (let layer = this.layers.length - 1; layer >= 0; layer--) {
      const before = layer > 0 ? outputs[layer - 1]! : x;
      const next = layer > 0 ? new Float64Array(before.length) : null;
      this.layers[layer]!.backward({ x: before, y: outputs[layer]!, dy: gradient, dx: next, relu: layer < this.layers.length - 1 });
      if (next) gradient = next;
    }
    for (const layer of this.layers) layer.step(learningRate);
  }

  private standardise(inputs: Float32Array): Float64Array {
    const width = this.mean.length;
    return Float64Array.from(inputs, (value, i) => (value - this.mean[i % width]!) / this.deviation[i % width]!);
  }

  private forward(x: Float64Array): Float64Array[] {
    const rows = x.length / this.mean.length;
    const outputs: Float64Array[] = [];
    this.layers.forEach((layer, i) => {
      const y = new Float64Array(rows * layer.outputs);
      layer.forward(outputs[i - 1] ?? x, rows, y, i < this.layers.length - 1);
      outputs.push(y);
    });
    return outputs;
  }
}

/** The same sample and seed give the same network to the last bit. */
export function trainPerceptron(sample: TrainingSample, options: TrainingOptions): MultilayerPerceptron {
  const { seed, hidden, epochs, batch, learningRate, task, onEpoch } = options;
  const random = streamOf(seed, 0);
  const rows = sample.weights.length;
  const inputs = sample.inputs.length / rows;
  const outputs = sample.targets.length / rows;
  const network = new MultilayerPerceptron(moments(sample.inputs, inputs), [inputs, ...hidden, outputs], task, random);
  const order = Uint32Array.from({ length: rows }, (_, i) => i);
  const steps = epochs * Math.floor(rows / batch);
  let step = 0;
  for (let epoch = 1; epoch <= epochs; epoch++) {
    random.shuffle(order);
    for (let start = 0; start + batch <= rows; start += batch) {
      const rate = (learningRate / 2) * (1 + Math.cos((Math.PI * step++) / steps));
      network.learn(gather(sample, order.subarray(start, start + batch), inputs, outputs), rate);
    }
    onEpoch?.(epoch, network);
  }
  return network;
}

function moments(values: Float32Array, width: number): { mean: Float64Array; deviation: Float64Array } {
  const rows = values.length / width;
  const mean = new Float64Array(width);
  const square = new Float64Array(width);
  values.forEach((value, i) => (mean[i % width]! += value / rows));
  values.forEach((value, i) => (square[i % width]! += (value - mean[i % width]!) ** 2 / rows));
  return { mean, deviation: square.map((variance) => Math.sqrt(variance) || 1) };
}

function gather(sample: TrainingSample, rows: Uint32Array, inputs: number, outputs: number): TrainingSample {
  const batch = {
    inputs: new Float32Array(rows.length * inputs),
    targets: new Float32Array(rows.length * outputs),
    weights: new Float64Array(rows.length),
  };
  rows.forEach((row, i) => {
    batch.inputs.set(sample.inputs.subarray(row * inputs, (row + 1) * inputs), i * inputs);
    batch.targets.set(sample.targets.subarray(row * outputs, (row + 1) * outputs), i * outputs);
    batch.weights[i] = sample.weights[row]!;
  });
  return batch;
}
