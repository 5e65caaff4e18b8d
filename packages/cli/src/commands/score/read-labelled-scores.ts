import { readNpy, readScores } from '@unblind/tensors';
import { reading, unreadable } from './file-faults';
import type { ScoreFiles } from './local-kind';
import { onlyTruth } from './only-truth';

/** Labels, 1 signal and 0 background, from an npy file of any number type, and a score for each. */
export async function readLabelledScores(files: ScoreFiles): Promise<{ labels: Uint8Array; scores: Float64Array }> {
  const labels = await readLabels(onlyTruth(files));
  const file = files.predictions;
  const options = { filename: file, rows: labels.length, select: 1 };
  return { labels, scores: await reading('predictions', file, () => readScores(file, options)) };
}

async function readLabels(file: string): Promise<Uint8Array> {
  const { data } = await reading('truth', file, () => readNpy(file));
  const labels = new Uint8Array(data.length);
  for (let row = 0; row < labels.length; row++) {
    const label = Number(data[row]);
    if (label !== 0 && label !== 1) {
      throw unreadable('truth', file, `row ${row} is ${label}, not a label.`, 'Give 1 for signal and 0 for background.');
    }
    labels[row] = label;
  }
  return labels;
}
