import type { RandomSource } from '@unblind/random';

/** The inputs [rows, inputs] and outputs [rows, outputs] of a layer, and the gradients of the loss with respect to both. */
export interface BackwardPass {
  x: Float64Array;
  y: Float64Array;
  dy: Float64Array;
  dx: Float64Array | null;
  relu: boolean;
}

/** y = x W + b with its gradients and the state of the Adam optimiser (Kingma and Ba, arXiv:1412.6980). */
export class DenseLayer {
  /** [inputs, outputs], in row-major order, as in ONNX's Gemm. */
  readonly weights: Float64Array;
  readonly bias: Float64Array;
  private readonly weightAdam: Adam;
  private readonly biasAdam: Adam;

  /** Initial weights are normal with variance 2 / inputs (He et al., arXiv:1502.01852); initial biases are 0. */
  constructor(
    readonly inputs: number,
    readonly outputs: number,
    random: RandomSource,
  ) {
    this.weights = Float64Array.from({ length: inputs * outputs }, () => Math.sqrt(2 / inputs) * random.normal());
    this.bias = new Float64Array(outputs);
    this.weightAdam = new Adam(this.weights);
    this.biasAdam = new Adam(this.bias);
  }

  /** x [rows, inputs] -> y [rows, outputs], rectified if `relu`. */
  forward(x: Float64Array, rows: number, y: Float64Array, relu: boolean): void {
    const { inputs, outputs, weights, bias } = this;
    for (let row = 0; row < rows; row++) {
      const to = row * outputs;
      y.set(bias, to);
      for (let i = 0; i < inputs; i++) {
        const value = x[row * inputs + i]!;
        if (value === 0) continue;
        for (let o = 0, w = i * outputs; o < outputs; o++, w++) y[to + o] = y[to + o]! + value * weights[w]!;
      }
      if (relu) for (let o = to; o < to + outputs; o++) if (y[o]! < 0) y[o] = 0;
    }
  }

  /**
   * Adds to the gradients of weights and bias, and writes the loss's gradient with respect to x into dx (null: not needed).
   * An x of exactly 0 is the output of a rectifier, through which no gradient flows: its dx stays 0.
   * If `relu`, dy is changed in place: it becomes zero where y is zero.
   */
  backward({ x, y, dy, dx, relu }: BackwardPass): void {
    const { inputs, outputs, weights } = this;
    const rows = y.length / outputs;
    const dWeights = this.weightAdam.gradient;
    const dBias = this.biasAdam.gradient;
    for (let row = 0; row < rows; row++) {
      const to = row * outputs;
      for (let o = 0; o < outputs; o++) {
        if (relu && y[to + o]! <= 0) dy[to + o] = 0;
        dBias[o] = dBias[o]! + dy[to + o]!;
      }
      for (let i = 0; i < inputs; i++) {
        const value = x[row * inputs + i]!;
        if (value === 0) continue;
        let sum = 0;
        for (let o = 0, w = i * outputs; o < outputs; o++, w++) {
          const gradient = dy[to + o]!;
          dWeights[w] = dWeights[w]! + value * gradient;
          sum += weights[w]! * gradient;
        }
        if (dx) dx[row * inputs + i] = sum;
      }
    }
  }

  /** The gradients accumulated since the last step. */
  get gradients(): { weights: Float64Array; bias: Float64Array } {
    return { weights: this.weightAdam.gradient, bias: this.biasAdam.gradient };
  }

  /** One optimiser step with the gradients accumulated since the last step. */
  step(learningRate: number): void {
    this.weightAdam.step(learningRate);
    this.biasAdam.step(learningRate);
  }
}

const decay1 = 0.9;
const decay2 = 0.999;
const epsilon = 1e-8;

class Adam {
  readonly gradient: Float64Array;
  private readonly mean: Float64Array;
  private readonly square: Float64Array;
  private steps = 0;

  constructor(private readonly parameters: Float64Array) {
    this.gradient = new Float64Array(parameters.length);
    this.mean = new Float64Array(parameters.length);
    this.square = new Float64Array(parameters.length);
  }

  step(learningRate: number): void {
    this.steps++;
    const correction1 = 1 - decay1 ** this.steps;
    const correction2 = 1 - decay2 ** this.steps;
    this.parameters.forEach((parameter, i) => {
      const g = this.gradient[i]!;
      const mean = (this.mean[i] = decay1 * this.mean[i]! + (1 - decay1) * g);
      const square = (this.square[i] = decay2 * this.square[i]! + (1 - decay2) * g * g);
      this.parameters[i] = parameter - (learningRate * (mean / correction1)) / (Math.sqrt(square / correction2) + epsilon);
    });
    this.gradient.fill(0);
  }
}
