import { higgsFeatures, higgsProcesses } from '@unblind/simulation';
import type { Sets, Tensors } from '../produce-chunks';
import { chunksOf } from '../training/load-split';
import { trainingShifts } from './training-block';

export interface LabelledEvents {
  /** [events, 28] */
  features: Float32Array;
  /** Index into `higgsProcesses`. */
  processes: Uint8Array;
  /** The number of expected events at mu = 1 that each event represents. */
  weights: Float32Array;
}

export const signalProcess = higgsProcesses.indexOf('htautau');

/** The training split's events under each of `trainingShifts`, in their order: the central simulation first. */
export async function loadTraining(): Promise<LabelledEvents[]> {
  const parts = trainingShifts.map(() => ({ features: [] as number[][], processes: [] as number[][], weights: [] as number[][] }));
  let row = 0;
  for await (const chunk of chunksOf('higgsml-uncertainty', 'train')) {
    const [events, processes, weights] = [setsOf(chunk, 'events'), setsOf(chunk, 'processes'), setsOf(chunk, 'weights')];
    let start = 0;
    for (const length of processes.lengths) {
      const cut = ({ data }: Sets, width = 1) => Array.from(data.subarray(start * width, (start + length) * width), Number);
      const shift = parts[row++ % parts.length];
      shift?.features.push(cut(events, higgsFeatures.length));
      shift?.processes.push(cut(processes));
      shift?.weights.push(cut(weights));
      start += length;
    }
  }
  return parts.map(({ features, processes, weights }) => ({
    features: Float32Array.from(features.flat()),
    processes: Uint8Array.from(processes.flat()),
    weights: Float32Array.from(weights.flat()),
  }));
}

function setsOf(chunk: Tensors, name: string): Sets {
  const tensor = chunk[name];
  if (tensor && 'lengths' in tensor) return tensor;
  throw new Error(`'${name}' is not a tensor of sets`);
}
