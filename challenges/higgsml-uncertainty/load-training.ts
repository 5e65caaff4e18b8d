import { higgsFeatures, higgsProcesses } from '@unblind/simulation';
import type { Sets, Tensors } from '../produce-chunks';
import { chunksOf } from '../training/load-split';
import { trainingShifts } from './training-block';

export interface LabelledEvents {
  /** [events, 28] */
  features: Float32Array;
  /** 1 for a Higgs boson. */
  labels: Uint8Array;
  weights: Float32Array;
}

/** The training split's events under one of its shifts; the first is the central simulation. */
export async function loadTraining(shift = 0): Promise<LabelledEvents> {
  const parts: { features: number[]; processes: number[]; weights: number[] }[] = [];
  let row = 0;
  for await (const chunk of chunksOf('higgsml-uncertainty', 'train')) {
    const [events, processes, weights] = [setsOf(chunk, 'events'), setsOf(chunk, 'processes'), setsOf(chunk, 'weights')];
    let start = 0;
    for (const length of processes.lengths) {
      const part = ({ data }: Sets, width = 1) => Array.from(data.subarray(start * width, (start + length) * width), Number);
      if (row % trainingShifts.length === shift)
        parts.push({ features: part(events, higgsFeatures.length), processes: part(processes), weights: part(weights) });
      start += length;
      row++;
    }
  }
  const signal = higgsProcesses.indexOf('htautau');
  return {
    features: Float32Array.from(parts.flatMap(({ features }) => features)),
    labels: Uint8Array.from(
      parts.flatMap(({ processes }) => processes),
      (process) => (process === signal ? 1 : 0),
    ),
    weights: Float32Array.from(parts.flatMap(({ weights }) => weights)),
  };
}

function setsOf(chunk: Tensors, name: string): Sets {
  const tensor = chunk[name];
  if (tensor && 'lengths' in tensor) return tensor;
  throw new Error(`'${name}' is no tensor of sets`);
}
