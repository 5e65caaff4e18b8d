import { createHash } from 'node:crypto';
import type { PredictionRun, StoredRun } from '@unblind/contracts';
import type { Predictions } from '@unblind/evaluation';
import { encodeNpy } from '@unblind/tensors';
import type { Task } from './task';

/** Stores the predictions of a run. @returns what the outcome says of them */
export async function storeRun({ store }: Task, { seed, variation }: PredictionRun, predictions: Predictions): Promise<StoredRun> {
  const tensors: StoredRun['tensors'] = [];
  for (const [name, { dtype, shape, data }] of Object.entries(predictions)) {
    const npy = encodeNpy(dtype, shape, data);
    const tensor = { name, bytes: npy.length, sha256: createHash('sha256').update(npy).digest('hex') };
    await store({ seed, variation, ...tensor }, npy);
    tensors.push(tensor);
  }
  return { seed, variation, tensors };
}
