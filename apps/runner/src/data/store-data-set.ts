import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { hasHiddenInputs, isOpen } from '@unblind/contracts';
import type { DataSetFile, DataSetIndex, SplitName, StoredDataSetFile, StoredDataSetIndex } from '@unblind/contracts';
import type { Storage } from '@unblind/storage';

type Area = StoredDataSetFile['area'];
type Rows = Pick<DataSetIndex['splits'][SplitName], 'rows' | 'views' | 'truth'>;
type StoredRows = Pick<StoredDataSetIndex['splits'][SplitName], 'rows' | 'views' | 'truth'>;

/** Stores the output of a generator or importer: public data, hidden inputs and truth go to separate areas. */
export async function storeDataSet(storage: Storage, id: string, index: DataSetIndex, folder: string): Promise<StoredDataSetIndex> {
  const { splits, ...about } = index;
  const result: StoredDataSetIndex = { ...about, splits: {} };
  const putFiles = async (files: Record<string, DataSetFile>, area: Area, path: string) => {
    const stored: Record<string, StoredDataSetFile> = {};
    for (const [name, file] of Object.entries(files)) {
      const key = `data/${id}/${path}/${name}.npy`;
      await storage.area(area).put(key, createReadStream(join(folder, file.file)), { sha256: file.sha256 });
      stored[name] = { ...file, area, key };
    }
    return stored;
  };
  const putRows = async ({ rows, views, truth }: Rows, split: SplitName, path: string): Promise<StoredRows> => ({
    rows,
    views: await putFiles(views, hasHiddenInputs(split) ? 'hidden' : 'public', path),
    truth: await putFiles(truth, isOpen(split) ? 'public' : 'truth', path),
  });
  for (const [split, { variations, ...nominal }] of Object.entries(splits)) {
    const stored: StoredDataSetIndex['splits'][SplitName] = { ...(await putRows(nominal, split, split)), variations: {} };
    for (const [variation, rows] of Object.entries(variations))
      stored.variations[variation] = await putRows(rows, split, `${split}/${variation}`);
    result.splits[split] = stored;
  }
  return result;
}
