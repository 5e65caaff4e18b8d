import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeNpy, readNpy, type NpyArray } from '@unblind/tensors';

/** The tensors that are scored, by name: `scores` for tagging, `labels` of hits for tracking. Each kind defines its own names. */
export type Predictions = Record<string, NpyArray>;

const suffix = '.npy';

/** Reads every `<name>.npy` in a folder. */
export async function readPredictions(folder: string): Promise<Predictions> {
  const predictions: Predictions = {};
  for (const file of await readdir(folder)) {
    if (file.endsWith(suffix)) predictions[file.slice(0, -suffix.length)] = await readNpy(join(folder, file));
  }
  return predictions;
}

export async function writePredictions(folder: string, predictions: Predictions): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, { dtype, shape, data }] of Object.entries(predictions))
    await writeFile(join(folder, `${name}${suffix}`), encodeNpy(dtype, shape, data));
}
