import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dijetFeatures } from '@unblind/simulation';
import { challengesRoot } from '../../challenge-folder';
import { loadRows } from '../../training/load-split';
import { trainPerceptron } from '../../training/multilayer-perceptron';
import { autoencoderGraph, cutGraph, supervisedGraph } from './graphs';
import { inputWidth, jetInputs } from './jet-inputs';

/** Regenerates the baselines from the training split. */
async function make(): Promise<void> {
  const folder = join(challengesRoot, 'lhc-olympics/baselines');
  const { features, labels } = await loadRows('lhc-olympics', 'train', ['features', 'labels']);
  const inputs = jetInputs(features);
  const signals = labels.reduce((sum, label) => sum + label, 0);
  const weights = labels.map((label) => (label === 1 ? 1 / signals : 1 / (labels.length - signals)));
  const settings = { seed: 1, epochs: 20, batch: 100, learningRate: 3e-3 };
  const supervised = trainPerceptron(
    { inputs, targets: Float32Array.from(labels), weights },
    { ...settings, hidden: [32, 16], task: 'classification' },
  );

  const background = jetInputs(features.filter((_, i) => labels[Math.floor(i / dijetFeatures.length)] === 0));
  const rows = background.length / inputWidth;
  const { mean, deviation } = trainPerceptron(
    { inputs: background, targets: background, weights: new Float64Array(rows).fill(1) },
    { ...settings, hidden: [1], epochs: 0, task: 'regression' },
  );
  const targets = background.map((value, i) => (value - mean[i % inputWidth]!) / deviation[i % inputWidth]!);
  const autoencoder = trainPerceptron(
    { inputs: background, targets, weights: new Float64Array(rows).fill(1) },
    { ...settings, hidden: [16, 2, 16], task: 'regression' },
  );
  await writeFile(join(folder, 'supervised.onnx'), supervisedGraph(supervised));
  await writeFile(join(folder, 'autoencoder.onnx'), autoencoderGraph(autoencoder));
  await writeFile(join(folder, 'substructure-cut.onnx'), cutGraph());
}

void make();
