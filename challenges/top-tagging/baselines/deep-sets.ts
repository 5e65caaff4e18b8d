import type { RandomSource } from '@unblind/random';
import { featureCount, type ConstituentFeatures } from './constituent-features';
import { DenseLayer } from '../../training/dense-layer';

/** Width of the per-constituent layers and of the jet's hidden layer. */
export const width = 40;
/** Sums over constituents are divided by this, to be of order one. */
export const typicalMultiplicity = 40;

/**
 * Deep Sets (Zaheer et al., arXiv:1703.06114; for jets Komiske, Metodiev and Thaler, JHEP 01 (2019) 121):
 *   score = sigmoid(F([sum_k phi(x_k) / 40, sum_k z_k phi(x_k)])),
 * with phi two rectified layers on each constituent, z its pt fraction, and F one hidden layer.
 */
export class DeepSets {
  readonly phi: [DenseLayer, DenseLayer];
  readonly head: [DenseLayer, DenseLayer];

  constructor(random: RandomSource) {
    this.phi = [new DenseLayer(featureCount, width, random), new DenseLayer(width, width, random)];
    this.head = [new DenseLayer(2 * width, width, random), new DenseLayer(width, 1, random)];
  }

  /** Scores of the jets from..to-1, each in (0, 1). */
  score(data: ConstituentFeatures, from: number, to: number): Float64Array {
    return this.forward(data, from, to).logits.map(sigmoid);
  }

  /** Adds the gradients of the mean cross-entropy of these jets (by index) and returns the loss. */
  learn(data: ConstituentFeatures, labels: Uint8Array, from: number, to: number): number {
    const { x, hidden, embedded, pooled, headHidden, logits } = this.forward(data, from, to);
    const jets = to - from;
    let loss = 0;
    const dLogits = logits.map((logit, i) => {
      const label = labels[from + i]!;
      loss += Math.log1p(Math.exp(-Math.abs(logit))) + Math.max(logit, 0) - label * logit;
      return (sigmoid(logit) - label) / jets;
    });
    const dHeadHidden = new Float64Array(headHidden.length);
    const dPooled = new Float64Array(pooled.length);
    this.head[1].backward({ x: headHidden, y: logits, dy: dLogits, dx: dHeadHidden, relu: false });
    this.head[0].backward({ x: pooled, y: headHidden, dy: dHeadHidden, dx: dPooled, relu: true });
    const dEmbedded = new Float64Array(embedded.length);
    this.eachConstituent(data, from, to, (jet, row, fraction) => {
      for (let o = 0; o < width; o++) {
        dEmbedded[row * width + o] = dPooled[jet * 2 * width + o]! / typicalMultiplicity + dPooled[(jet * 2 + 1) * width + o]! * fraction;
      }
    });
    const dHidden = new Float64Array(hidden.length);
    this.phi[1].backward({ x: hidden, y: embedded, dy: dEmbedded, dx: dHidden, relu: true });
    this.phi[0].backward({ x, y: hidden, dy: dHidden, dx: null, relu: true });
    return loss / jets;
  }

  step(learningRate: number): void {
    for (const layer of [...this.phi, ...this.head]) layer.step(learningRate);
  }

  private forward(data: ConstituentFeatures, from: number, to: number) {
    const jets = to - from;
    const x = data.features.subarray(data.offsets[from]! * featureCount, data.offsets[to]! * featureCount);
    const rows = x.length / featureCount;
    const hidden = new Float64Array(rows * width);
    const embedded = new Float64Array(rows * width);
    this.phi[0].forward(x, rows, hidden, true);
    this.phi[1].forward(hidden, rows, embedded, true);
    const pooled = new Float64Array(jets * 2 * width);
    this.eachConstituent(data, from, to, (jet, row, fraction) => {
      for (let o = 0; o < width; o++) {
        const value = embedded[row * width + o]!;
        pooled[jet * 2 * width + o]! += value / typicalMultiplicity;
        pooled[(jet * 2 + 1) * width + o]! += value * fraction;
      }
    });
    const headHidden = new Float64Array(jets * width);
    const logits = new Float64Array(jets);
    this.head[0].forward(pooled, jets, headHidden, true);
    this.head[1].forward(headHidden, jets, logits, false);
    return { x, hidden, embedded, pooled, headHidden, logits };
  }

  private eachConstituent(
    { offsets, fractions }: ConstituentFeatures,
    from: number,
    to: number,
    visit: (jet: number, row: number, fraction: number) => void,
  ): void {
    const first = offsets[from]!;
    for (let jet = from; jet < to; jet++) {
      for (let k = offsets[jet]!; k < offsets[jet + 1]!; k++) visit(jet - from, k - first, fractions[k]!);
    }
  }
}

export function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
