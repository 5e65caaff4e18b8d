import { PlatformFault } from '@unblind/contracts';
import { readNpy, type NpyArray } from '@unblind/tensors';
import type { LocalSplit } from '../local-split';
import type { Predictions } from '../predictions';

export async function truthTensor(split: LocalSplit, name: string): Promise<NpyArray> {
  const path = split.truth[name];
  if (!path) throw new PlatformFault('data-missing', { message: `The split has no truth '${name}'.`, fix: 'Prepare the data set again.' });
  return readNpy(path);
}

export async function truthColumn(split: LocalSplit, name: string): Promise<Float64Array> {
  const { data } = await truthTensor(split, name);
  return Float64Array.from(data, Number);
}

export function tensorOf(predictions: Predictions, name: string): NpyArray {
  const tensor = predictions[name];
  if (tensor) return tensor;
  throw new PlatformFault('internal', { message: `The stored predictions have no '${name}'.`, fix: 'Nothing is wrong with your file.' });
}

/** The values as float64, or unchanged if they are float32 already: scorers accept both. */
export function floatsOf(predictions: Predictions, name: string): Float32Array | Float64Array {
  const { data } = tensorOf(predictions, name);
  return data instanceof Float32Array || data instanceof Float64Array ? data : Float64Array.from(data, Number);
}
