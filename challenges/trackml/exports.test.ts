import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hitWeights } from '@unblind/scoring';
import { readNpy } from '@unblind/tensors';
import { loadExporter, loadGenerator } from '../challenge-folder';

describe('the CSV files of TrackML', () => {
  let folder: string;
  beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'trackml-csv-'))));
  afterAll(() => rm(folder, { recursive: true }));
  const rowsOf = async (name: string) =>
    (await readFile(join(folder, name), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => line.split(','));

  it('hold the events of the data set, with weights that sum to 1 and hits on modules that detectors.csv has', async () => {
    const exportFiles = await loadExporter('trackml');
    const files = await exportFiles?.({ seed: 4, split: 'sample', rows: 1, directory: folder, hitWeights });
    expect(files).toEqual(['detectors.csv', ...['hits', 'cells', 'particles', 'truth'].map((name) => `event000001000-${name}.csv`)]);
    const index = await (await loadGenerator('trackml')).generate({ seed: 4, sizes: { sample: 1 }, directory: join(folder, 'data') });
    const stored = await readNpy(join(folder, 'data', index.splits.sample?.views.hits?.file ?? ''));
    const [, ...hits] = await rowsOf('event000001000-hits.csv');
    expect(hits.flatMap(([, x, y, z]) => [x, y, z].map((value) => Math.fround(Number(value))))).toEqual(Array.from(stored.data, Number));
    const [header, ...truth] = await rowsOf('event000001000-truth.csv');
    expect(header).toEqual(['hit_id', 'particle_id', 'tx', 'ty', 'tz', 'tpx', 'tpy', 'tpz', 'weight']);
    expect(truth.reduce((sum, row) => sum + Number(row[8]), 0)).toBeCloseTo(1, 12);
    const particles = new Set((await rowsOf('event000001000-particles.csv')).map(([id]) => id));
    expect(truth.every(([, id]) => id === '0' || particles.has(id))).toBe(true);
    const [, ...modules] = await rowsOf('detectors.csv');
    const known = new Set(modules.map((row) => row.slice(0, 3).join()));
    expect(known.size).toBe(modules.length);
    expect(hits.every((row) => known.has(row.slice(4, 7).join()))).toBe(true);
  });

  it('are not made where a challenge has no such format', async () => {
    expect(await loadExporter('top-tagging')).toBeNull();
  });
});
