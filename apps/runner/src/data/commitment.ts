import { createHash } from 'node:crypto';
import type { SplitName, StoredDataSetFile, StoredDataSetIndex } from '@unblind/contracts';

type StoredSplit = StoredDataSetIndex['splits'][SplitName];
type Files = Record<string, Pick<StoredDataSetFile, 'area' | 'sha256'>>;

/** The name of the bootstrap's seed among the files of a split. */
export const seedFile = 'scoring-seed';

export const sha256 = (bytes: string | Buffer): string => createHash('sha256').update(bytes).digest('hex');

/**
 * What the digest of a split is made of: one line for each file that is not public, as `sha256sum` writes and checks them, in the order
 * of their names. The digest can be shown beforehand although labels may be few: the seed, 128 secret bits, is one of the files, so
 * nobody can try truths.
 */
export function commitmentText({ views, truth, variations }: StoredSplit, seed: string): string {
  const filesOf = (files: Files, folder: string) =>
    Object.entries(files).flatMap(([name, file]) => (file.area === 'public' ? [] : [{ name: `${folder}${name}.npy`, ...file }]));
  const shifted = Object.entries(variations).flatMap(([id, rows]) => [
    ...filesOf(rows.views, `views/${id}/`),
    ...filesOf(rows.truth, `truth/${id}/`),
  ]);
  const all = [{ name: seedFile, sha256: sha256(seed) }, ...filesOf(views, 'views/'), ...filesOf(truth, 'truth/'), ...shifted];
  // By the bytes of their names: the index comes back from the database in another order.
  all.sort((a, b) => (a.name < b.name ? -1 : 1));
  return all.map(({ name, sha256: digest }) => `${digest}  ${name}\n`).join('');
}
