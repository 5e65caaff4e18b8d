import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChallengeKind } from '@unblind/contracts';
import { encodeNpy, readNpy } from '@unblind/tensors';
import { kindOf } from '../kinds';
import type { LocalSplit } from '../local-split';
import { readPredictions, writePredictions, type Predictions } from '../predictions';
import { entriesOf, type PartOfSplit } from './divided-split';

/**
 * Writes the truth of a part's rows into a folder, as npy files of the same names: what scores a split scores a part of it, an
 * organiser's scorer too.
 */
export async function writeTruthOfPart(kind: ChallengeKind, of: PartOfSplit, folder: string): Promise<LocalSplit> {
  const { split, rows } = of;
  const whole: Predictions = {};
  const part: Predictions = {};
  for (const [name, path] of Object.entries(split.truth)) {
    // It would tell an organiser's scorer nothing: all rows are of one part.
    if (name === 'part') continue;
    whole[name] = await readNpy(path);
    part[name] = entriesOf(of, whole[name], name);
  }
  const truth = kindOf(kind).truthOfPart?.(part, whole) ?? part;
  await mkdir(folder, { recursive: true });
  const paths = Object.entries(truth).map(([name, { dtype, shape, data }]) => {
    const path = join(folder, `${name}.npy`);
    return { name, path, bytes: encodeNpy(dtype, shape, data) };
  });
  for (const { path, bytes } of paths) await writeFile(path, bytes);
  const lengths = Object.entries(split.lengths).map(([name, all]) => [name, rows.map((row) => all[row] ?? 0)] as const);
  return {
    ...split,
    rows: rows.length,
    views: {},
    truth: Object.fromEntries(paths.map(({ name, path }) => [name, path])),
    lengths: Object.fromEntries(lengths),
  };
}

/** Writes the predictions for a part's rows into a folder. The predictions fit the whole split: that was checked before. */
export async function writePredictionsOfPart(
  kind: ChallengeKind,
  of: PartOfSplit,
  { from, to }: { from: string; to: string },
): Promise<void> {
  const predictions = await readPredictions(from);
  const own = await kindOf(kind).predictionsOfPart?.(predictions, of);
  await writePredictions(to, own ?? Object.fromEntries(Object.entries(predictions).map(([name, all]) => [name, entriesOf(of, all, name)])));
}
