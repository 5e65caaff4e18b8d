import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { challengesRoot } from '../../challenge-folder';
import { loadRows } from '../../training/load-split';
import { massWindowGraph } from './mass-window';
import { networkGraph, networkInputs, trainNetwork } from './network';

/** Regenerates both baselines and prints the network's AMS on the sample for several thresholds. */
async function make(): Promise<void> {
  const folder = join(challengesRoot, 'higgsml-2014/baselines');
  await writeFile(join(folder, 'mass-window.onnx'), massWindowGraph());
  const names = ['features', 'labels', 'weights'] as const;
  const training = await loadRows('higgsml-2014', 'train', names);
  const network = trainNetwork(training.features, training.labels, training.weights);
  await writeFile(join(folder, 'network.onnx'), networkGraph(network));
  const sample = await loadRows('higgsml-2014', 'sample', names);
  const scores = network.evaluate(networkInputs(sample.features)).map((logit) => 1 / (1 + Math.exp(-logit)));
  for (const threshold of [0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.96]) console.log(threshold, amsAt(scores, sample, threshold).toFixed(3));
}

function amsAt(scores: Float64Array, { labels, weights }: { labels: Float64Array; weights: Float64Array }, threshold: number): number {
  const sums = [0, 0];
  scores.forEach((score, i) => (sums[labels[i]!]! += score >= threshold ? weights[i]! : 0));
  const [b = 0, s = 0] = sums;
  return Math.sqrt(2 * ((s + b + 10) * Math.log1p(s / (b + 10)) - s));
}

void make();
