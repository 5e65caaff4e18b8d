import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Published scores and labels, which lie beside the repository and not in it. */
export const fixtureFolder = path.resolve(__dirname, '../../../../../shared/fixtures/top-tagging');
export const haveFixtures = existsSync(fixtureFolder);

/** A folder for the tests of one file, removed after them. */
export function temporaryFolder(): { path(name: string): string } {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'tensors-'));
  });
  afterAll(() => rm(folder, { recursive: true }));
  return { path: (name) => path.join(folder, name) };
}
