import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { indexFile, loadGenerator, readDataSetIndex } from '@unblind/challenges';
import { PlatformFault, type DataSetIndex, type Manifest } from '@unblind/contracts';

export interface ImportedDataSet {
  folder: string;
  index: DataSetIndex;
}

/**
 * The data set that `unblind data import` made for a challenge on this installation; null if there is none.
 *
 * @throws PlatformFault if a split or tensor of the challenge is missing: simulated data must not silently replace imported data
 */
export async function importedDataSet(manifest: Pick<Manifest, 'slug' | 'phases'>, imports: string): Promise<ImportedDataSet | null> {
  const folder = join(imports, manifest.slug);
  if (!existsSync(join(folder, indexFile))) return null;
  const index = await readDataSetIndex(folder);
  const { views, truth } = (await loadGenerator(manifest.slug)).kinds;
  const missing = manifest.phases.map(({ split }) => split).filter((split) => !index.splits[split]);
  const lacking = Object.values(index.splits).flatMap((split) => [
    ...Object.keys(views).filter((name) => !split.views[name]),
    ...Object.keys(truth).filter((name) => !split.truth[name]),
  ]);
  const what = [...new Set([...missing.map((split) => `the split ${split}`), ...lacking.map((name) => `the tensor ${name}`)])];
  if (what.length === 0) return { folder, index };
  throw new PlatformFault('data-missing', {
    message: `The imported data set of ${manifest.slug} lacks ${what.join(', ')}.`,
    fix: `Import the whole data set again, or remove ${folder} to use simulated data.`,
    subject: folder,
  });
}
