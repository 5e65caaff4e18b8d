import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importDataSet } from '../src/import-data-set';
import type { ImportReport } from '../src/import-report';

/** A folder for each test; what an import leaves in it is looked at. */
export function scenario(challenge: string) {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'import-'));
  });
  afterEach(() => rm(folder, { recursive: true }));
  const directory = () => join(folder, 'out/data');
  return {
    path: (name: string) => join(folder, name),
    directory,
    run: (from: string, rows = Infinity): Promise<ImportReport> => importDataSet({ challenge, from, directory: directory(), rows }),
    dryRun: (from: string): Promise<ImportReport> => importDataSet({ challenge, from }),
    /** What lies where the data set would be: nothing, after a refusal. */
    left: () => readdir(join(folder, 'out')).catch(() => []),
  };
}
