import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadGenerator, readDataSetIndex } from '@unblind/challenges';
import { StoredDataSetIndex, type DataSetIndex } from '@unblind/contracts';
import { prepareDataSet } from '../src/data/prepare-data-set';
import { pino } from 'pino';
import { Lab } from './lab';

/** A folder as `unblind data import` makes it. The jets are simulated, but the platform cannot tell. */
async function imported(imports: string, sizes: Record<string, number>): Promise<void> {
  await mkdir(imports, { recursive: true });
  const directory = join(imports, 'top-tagging');
  await rm(directory, { recursive: true, force: true });
  const index = await (await loadGenerator('top-tagging')).generate({ seed: 3, openTruth: true, sizes, directory });
  const provenance = { source: 'landscape', importer: 'top-tagging-h5', url: 'https://zenodo.org/records/2603256', files: [] };
  const about: DataSetIndex = { ...index, simulated: false, openTruth: true, seed: null, provenance };
  await writeFile(join(directory, 'index.json'), JSON.stringify(about));
}

describe('an installation with an imported data set', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.open();
  });
  afterAll(() => lab.close());

  const prepare = (imports: string) =>
    prepareDataSet(
      {
        database: lab.database,
        storage: lab.storage,
        directory: join(lab.folder, 'work'),
        imports,
        log: pino({ level: 'silent' }),
        runner: 'r',
      },
      { payload: { dataSetId: lab.dataSetId }, isLastAttempt: true, exhausted: false, signal: new AbortController().signal },
    );
  const row = () => lab.database.dataSet.findUniqueOrThrow({ where: { id: lab.dataSetId } });

  test('says which part of it is missing, and does not use simulated data instead', async () => {
    const imports = join(lab.folder, 'cut');
    await imported(imports, { train: 20, public: 30 });
    await prepare(imports);
    const message = expect.stringContaining('The imported data set of top-tagging lacks the split private.');
    expect(await row()).toMatchObject({ state: 'failed', simulated: true, source: 'simulated', fault: { message } });
    // As the API does when it starts.
    await lab.database.dataSet.updateMany({ data: { state: 'pending' } });
  });

  test('stores it instead of simulated data, and knows that its truth is public', async () => {
    const imports = join(lab.folder, 'imported');
    await imported(imports, { train: 20, sample: 10, public: 30, private: 40 });
    await prepare(imports);
    const { state, simulated, openTruth, source, index } = await row();
    expect({ state, simulated, openTruth, source }).toEqual({ state: 'ready', simulated: false, openTruth: true, source: 'landscape' });
    const stored = StoredDataSetIndex.parse(index);
    const made = await readDataSetIndex(join(imports, 'top-tagging'));
    expect([stored.provenance, stored.splits.private?.rows]).toEqual([made.provenance, 40]);
    const constituents = stored.splits.private?.views.constituents;
    if (!constituents) throw new Error('the constituents were not stored');
    const { area, key, sha256 } = constituents;
    expect([area, sha256]).toEqual(['hidden', made.splits.private?.views.constituents?.sha256]);
    const bytes = await readFile(lab.objectPath(area, key));
    expect(bytes.equals(await readFile(join(imports, 'top-tagging/private/constituents.npy')))).toBe(true);
  });
});
