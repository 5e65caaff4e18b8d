import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeDataSet, type DataBlock } from '@unblind/challenges';
import type { DataSetIndex } from '@unblind/contracts';
import { GraphBuilder } from '@unblind/onnx-writer';
import { namedStream } from '@unblind/random';

/** Where the folder of the challenge lies. */
export const testChallenges = join(__dirname, 'challenges');
export const threeFlavours = readFileSync(join(testChallenges, 'three-flavours', 'challenge.yaml'), 'utf8');

export const flavours = ['light', 'charm', 'bottom'];

export interface FlavourJets {
  labels: Uint8Array<ArrayBuffer>;
  /** Row-major [jets, 3]: normal, about 1 for the jet's own flavour and about 0 for the others. */
  observables: Float32Array<ArrayBuffer>;
}

/** The same jets for the same name; smeared ones differ in their observables. */
export function flavourJets(name: string, rows: number, smearing = 0): FlavourJets {
  const [stream, smear] = [namedStream(name), namedStream(`${name} smeared`)];
  const labels = Uint8Array.from({ length: rows }, () => stream.integer(3));
  const observables = Float32Array.from({ length: 3 * rows }, (_, at) => {
    const own = labels[Math.floor(at / 3)] === at % 3 ? 1 : 0;
    return own + stream.normal() + smearing * smear.normal();
  });
  return { labels, observables };
}

/** A data set with the shift of the challenge. */
export function writeFlavours(directory: string, sizes: Record<string, number>): Promise<DataSetIndex> {
  const tensors = ({ labels, observables }: FlavourJets) => ({ labels, observables });
  async function* blocks(): AsyncGenerator<DataBlock> {
    for (const [split, count] of Object.entries(sizes)) {
      const variations: DataBlock['chunk']['variations'] = split === 'train' ? {} : { smeared: tensors(flavourJets(split, count, 1)) };
      yield await Promise.resolve({ split, count, chunk: { nominal: tensors(flavourJets(split, count)), variations } });
    }
  }
  const kinds = {
    views: { observables: { dtype: 'float32' as const, rowShape: [3] } },
    truth: { labels: { dtype: 'uint8' as const, rowShape: [] } },
  };
  return writeDataSet({ directory, kinds, about: { simulated: true, openTruth: false, seed: 1, provenance: null }, blocks: blocks() });
}

/** The softmax of the observables times `scale`, in double precision. */
export function flavourProbabilities(observables: Float32Array, scale: number): Float64Array {
  const powers = Float64Array.from(observables, (value) => Math.exp(scale * value));
  return powers.map((power, at) => {
    const row = at - (at % 3);
    return power / (powers[row]! + powers[row + 1]! + powers[row + 2]!);
  });
}

interface FlavourModel {
  scale?: number;
  output?: string;
  /** Which observable each column is made of. */
  order?: readonly number[];
  /** Without it the numbers are not probabilities. */
  softmax?: boolean;
}

/** A model with that softmax. */
export function flavourModel({ scale = 1, output = 'probabilities', order = [0, 1, 2], softmax = true }: FlavourModel = {}): Buffer {
  const graph = new GraphBuilder('flavours');
  const observables = graph.input('observables', 'float32', ['N', 3]);
  const ordered = graph.node('Gather', [observables, graph.integers(order)], { axis: 1 });
  const scaled = graph.node('Mul', [ordered, graph.floats(scale)]);
  graph.node(softmax ? 'Softmax' : 'Sigmoid', [scaled], softmax ? { axis: 1 } : {}, { output });
  graph.output(output, 'float32', ['N', order.length]);
  return Buffer.from(graph.toBytes());
}
