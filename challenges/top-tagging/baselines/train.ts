import { join } from 'node:path';
import { deriveSeed, streamOf } from '@unblind/random';
import { produceChunks, type ChunkTask } from '../../produce-chunks';
import { constituentFeatures, featureCount, type ConstituentFeatures } from './constituent-features';
import { DeepSets } from './deep-sets';

/** Jets with the inputs of the network and of the cut. */
export interface JetSample {
  constituents: ConstituentFeatures;
  /** [rows, 9] */
  jet: Float32Array;
  labels: Uint8Array;
}

const rowsPerChunk = 500;

/** Generates rows of a split of the simulated data set (as `npyGenerator` does) and keeps their features. */
export async function loadSample(seed: number, split: string, rows: number): Promise<JetSample> {
  const tasks: ChunkTask[] = [];
  for (let start = 0; start < rows; start += rowsPerChunk) {
    tasks.push({
      dataSeed: seed,
      split: 'train',
      seed: deriveSeed(seed, split),
      start,
      count: Math.min(rowsPerChunk, rows - start),
      rows,
      variations: [],
    });
  }
  const parts: ConstituentFeatures[] = [];
  const jets: Float32Array[] = [];
  const labels = new Uint8Array(rows);
  let done = 0;
  for await (const chunk of produceChunks(join(__dirname, '../data'), tasks, { workers: 2 })) {
    const { constituents, jet, labels: ofChunk } = chunk.nominal;
    if (!(constituents instanceof Float32Array && jet instanceof Float32Array && ofChunk instanceof Uint8Array))
      throw new Error('unexpected tensors in a chunk');
    parts.push(constituentFeatures(constituents, ofChunk.length));
    jets.push(jet);
    labels.set(ofChunk, done);
    done += ofChunk.length;
  }
  return { constituents: concatenate(parts), jet: Float32Array.from(jets.flatMap((jet) => [...jet])), labels };
}

function concatenate(parts: readonly ConstituentFeatures[]): ConstituentFeatures {
  const total = parts.reduce((sum, { fractions }) => sum + fractions.length, 0);
  const features = new Float64Array(total * featureCount);
  const fractions = new Float64Array(total);
  const offsets = [0];
  for (const part of parts) {
    const before = offsets.at(-1) ?? 0;
    features.set(part.features, before * featureCount);
    fractions.set(part.fractions, before);
    for (const offset of part.offsets.subarray(1)) offsets.push(before + offset);
  }
  return { offsets: Int32Array.from(offsets), features, fractions };
}

export interface TrainingOptions {
  seed: number;
  epochs: number;
  /** Jets per step. */
  batch: number;
  /** The initial learning rate; it falls to 0 along half a cosine. */
  learningRate: number;
  onEpoch?: (epoch: number, loss: number, network: DeepSets) => void;
}

/** Trains on all jets of the sample. The same sample and seed give the same network to the last bit. */
export function train({ constituents, labels }: JetSample, { seed, epochs, batch, learningRate, onEpoch }: TrainingOptions): DeepSets {
  const random = streamOf(seed, 0);
  const network = new DeepSets(random);
  const starts = Array.from({ length: Math.floor(labels.length / batch) }, (_, i) => i * batch);
  const steps = epochs * starts.length;
  let step = 0;
  for (let epoch = 1; epoch <= epochs; epoch++) {
    random.shuffle(starts);
    let loss = 0;
    for (const start of starts) {
      loss += network.learn(constituents, labels, start, start + batch);
      network.step((learningRate / 2) * (1 + Math.cos((Math.PI * step++) / steps)));
    }
    onEpoch?.(epoch, loss / starts.length, network);
  }
  return network;
}
