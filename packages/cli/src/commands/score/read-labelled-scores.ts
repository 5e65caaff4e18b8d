import { LocalFile, readNpy, readScores } from '@unblind/tensors';
import { reading, unreadable } from './file-faults';
import type { ScoreFiles } from './local-kind';
import { onlyTruth } from './only-truth';

/** Reads labels (1 signal, 0 background) from an npy file of any number type, and one score for each label. */
export async function readLabelledScores(files: ScoreFiles): Promise<{ labels: Uint8Array; scores: Float64Array }> {
  const labels = await readLabels(onlyTruth(files), ['background', 'signal']);
  const file = files.predictions;
  const options = { filename: file, rows: labels.length, select: 1 };
  return { labels, scores: await reading('predictions', file, () => readScores(new LocalFile(file), options)) };
}

/** @param names what the labels 0, 1 ... mean */
export async function readLabels(file: string, names: readonly string[]): Promise<Uint8Array> {
  const { data } = await reading('truth', file, () => readNpy(file));
  const labels = new Uint8Array(data.length);
  for (let row = 0; row < labels.length; row++) {
    const label = Number(data[row]);
    if (names[label] === undefined) {
      const meaning = names.map((name, value) => `${value} for ${name}`).join(', ');
      throw unreadable('truth', file, `row ${row} is ${label}, not a label.`, `Give ${meaning}.`);
    }
    labels[row] = label;
  }
  return labels;
}
