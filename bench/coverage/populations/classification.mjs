import scoring from '../../../scoring/dist/index.js';
import { normalCdf, normalMean, normalQuantile } from '../normal.mjs';

/* Two classes told apart by one normal observable: with equally many of both, the probabilities are calibrated. */
const distance = 1.5;
const probability = (x) => 1 / (1 + Math.exp(-(distance * x - (distance * distance) / 2)));
const classes = ['background', 'signal'];
const loss = (label) => (x) => -Math.log(Math.max(2 ** -52, label === 1 ? probability(x) : 1 - probability(x)));
const mean = (of) => (normalMean(of(1), distance) + normalMean(of(0))) / 2;
const truth = {
  auc: normalCdf(distance / Math.SQRT2),
  accuracy: normalCdf(distance / 2),
  log_loss: mean(loss),
  brier: mean((label) => (x) => 2 * (probability(x) - label) ** 2),
  ece: 0,
  'rejection:signal@0.5': 1 / (1 - normalCdf(distance + normalQuantile(0.5))),
};

const toy = (events) => (stream, seed) => {
  const labels = new Uint8Array(events).fill(1, 0, events / 2);
  const probabilities = new Float64Array(2 * events);
  labels.forEach((label, i) => {
    const p = probability(stream.normal() + distance * label);
    probabilities.set([1 - p, p], 2 * i);
  });
  const context = { metrics: Object.keys(truth), replicates: 200, seed };
  const { metrics } = scoring.scoreClassification({ labels, classes, background: 'background' }, probabilities, context);
  return metrics.map((metric) => ({ ...metric, truth: truth[metric.name], counted: metric.name.startsWith('rejection') }));
};

export const cases = [
  { size: '1000 + 1000 events', toy: toy(2000) },
  { size: '100 + 100 events', toy: toy(200) },
];
export const kind = 'classification';
