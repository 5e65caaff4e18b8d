import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { hasHiddenInputs, isOpen } from '@unblind/contracts';
import type { DataSetFile, DataSetIndex, SplitName, StoredDataSetFile, StoredDataSetIndex } from '@unblind/contracts';
import { commitmentText, sha256 } from './commitment';
import { deriveKey, type StreamKey } from '@unblind/random';
import type { Storage } from '@unblind/storage';

type Area = StoredDataSetFile['area'];
type Rows = Pick<DataSetIndex['splits'][SplitName], 'rows' | 'views' | 'truth'>;
type StoredRows = Pick<StoredDataSetIndex['splits'][SplitName], 'rows' | 'views' | 'truth'>;

export interface DataSetToStore {
  id: string;
  index: DataSetIndex;
  /** Of the files in the index. */
  folder: string;
  /** Absent where the truth is public. */
  key: StreamKey | undefined;
}

/** Hexadecimal digits of a scoring seed: 128 bits. */
const seedDigits = 32;

/** Stores the output of a generator or importer: public data, hidden inputs and truth go to separate areas. */
export async function storeDataSet(storage: Storage, { id, index, folder, key }: DataSetToStore): Promise<StoredDataSetIndex> {
  const { splits, ...about } = index;
  const result: StoredDataSetIndex = { ...about, splits: {} };
  const putFiles = async (files: Record<string, DataSetFile>, area: Area, path: string) => {
    const stored: Record<string, StoredDataSetFile> = {};
    for (const [name, file] of Object.entries(files)) {
      const object = `data/${id}/${path}/${name}.npy`;
      await storage.area(area).put(object, createReadStream(join(folder, file.file)), { sha256: file.sha256 });
      stored[name] = { ...file, area, key: object };
    }
    return stored;
  };
  const putRows = async ({ rows, views, truth }: Rows, path: string, isHidden: boolean, split: SplitName): Promise<StoredRows> => ({
    rows,
    views: await putFiles(views, isHidden ? 'hidden' : 'public', path),
    truth: await putFiles(truth, isOpen(split) ? 'public' : 'truth', path),
  });
  /** The bootstrap's seed lies beside the truth that it resamples, so that scoring never needs the key. */
  const putSeed = async (seed: string, split: SplitName) => {
    const object = { area: 'truth' as const, key: `data/${id}/${split}/scoring-seed` };
    await storage.area('truth').put(object.key, Buffer.from(seed));
    return object;
  };
  for (const [split, { variations, parts, ...nominal }] of Object.entries(splits)) {
    const isHidden = hasHiddenInputs(split);
    const stored: StoredDataSetIndex['splits'][SplitName] = {
      ...(await putRows(nominal, split, isHidden, split)),
      variations: {},
      ...(parts ? { parts } : {}),
    };
    // A second look at the same events, under other conditions, tells what they are: only models see shifted copies of test inputs.
    const hidesShifted = isHidden || !(isOpen(split) || about.openTruth);
    for (const [variation, rows] of Object.entries(variations))
      stored.variations[variation] = await putRows(rows, `${split}/${variation}`, hidesShifted, split);
    if (key && !isOpen(split)) {
      const seed = deriveKey(key, `bootstrap of ${split}`).hex.slice(0, seedDigits);
      stored.scoringSeed = await putSeed(seed, split);
      stored.commitment = sha256(commitmentText(stored, seed));
    }
    result.splits[split] = stored;
  }
  return result;
}
