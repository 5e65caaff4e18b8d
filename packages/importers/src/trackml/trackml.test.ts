import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { loadExporter, loadGenerator } from '@unblind/challenges';
import { hitWeights } from '@unblind/scoring';
import { readNpy } from '@unblind/tensors';
import { describeWithFixtures, fixtureNames, fixturePath } from '@unblind/testing';
import { scenario } from '../../test/scenario';
import { simulatedTracks } from '../../test/simulated-tracks';
import { zipOf } from '../../../tensors/src/test/zip';

const realFiles = fixtureNames('trackml/real-event-subsample');

describe('importing TrackML', () => {
  const { path, directory, run } = scenario('trackml');

  it('gives back the tensors of a simulated event that was exported', async () => {
    const exportFiles = (await loadExporter('trackml'))!;
    await exportFiles({ seed: 4, split: 'sample', rows: 1, directory: path('csv'), hitWeights });
    const made = await (await loadGenerator('trackml')).generate({ seed: 4, sizes: { sample: 1 }, directory: path('made') });
    const report = await run(path('csv'));
    expect(report.notes).toEqual([]);
    for (const { file } of Object.values({ ...made.splits.sample?.views, ...made.splits.sample?.truth })) {
      const expected = await readNpy(join(path('made'), file));
      const { data, ...about } = await readNpy(join(directory(), file.replace('sample/', 'train/')));
      expect([file, about]).toEqual([file, { shape: expected.shape, dtype: expected.dtype }]);
      // The charge of a hit is shared among its cells and summed up again.
      const apart = (i: number) => Math.abs(Number(data[i]) - Number(expected.data[i]));
      const far = Array.from({ length: expected.data.length }, (_, i) => i).filter(
        (i) => !(apart(i) <= (file.endsWith('cells.npy') ? 1e-5 : 0)),
      );
      expect([file, data.length, far]).toEqual([file, expected.data.length, []]);
    }
  });
});

describeWithFixtures(realFiles, 'importing a real TrackML event', () => {
  const { directory, run } = scenario('trackml');
  const csv = (name: string) => gunzipSync(readFileSync(fixturePath(`trackml/real-event-subsample/event000000001-${name}.csv.gz`)));
  const read = async (name: string) => readNpy(join(directory(), `train/${name}.npy`));

  it('keeps hits, truth with ids of 64 bits, and particles, and numbers the hits of a part of an event anew', async () => {
    const { splits, notes, missing } = await run(dirname(fixturePath(realFiles[0] ?? '')));
    expect([splits.train?.rows, splits.train?.published, missing]).toEqual([1, 6210, ['public', 'private']]);
    expect(notes).toEqual([expect.stringContaining('numbered anew') as string]);
    const [hits, particles, cells] = [await read('hits'), await read('hit_particles'), await read('cells')];
    const rows = csv('truth')
      .toString()
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','));
    expect([hits.shape, rows.length]).toEqual([[5527, 3], 5527]);
    expect(Array.from(hits.data.subarray(0, 3), Number)).toEqual([-76.566, -11.3673, -1502.5].map(Math.fround));
    expect(Array.from(particles.data, String)).toEqual(rows.map(([, id]) => id));
    expect(Array.from((await read('hit_truth')).data.subarray(0, 6), Number)).toEqual(rows[0]!.slice(2, 8).map(Number));
    // By hand: hit 6 has two cells side by side.
    const first = csv('cells')
      .toString()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','))
      .filter(([id]) => id === '6');
    const summary = [
      new Set(first.map(([, ch0]) => ch0)).size,
      new Set(first.map(([, , ch1]) => ch1)).size,
      first.reduce((sum, cell) => sum + Number(cell[3]), 0),
    ];
    expect(Array.from(cells.data.subarray(0, 3), Number)).toEqual(summary.map(Math.fround));
    expect((await read('event_ids')).data[0]).toBe(1);
  });
});

describe('importing TrackML files', () => {
  const { path, run, dryRun, left } = scenario('trackml');
  const event = 'event000001000';
  let whole: Record<string, Buffer> = {};
  beforeAll(async () => {
    whole = await simulatedTracks(1500);
  });
  const csv = (name: string) => whole[`${event}-${name}.csv`]!;
  const writeEvent = (files: Record<string, Uint8Array | null>) => {
    mkdirSync(path('events'));
    for (const [name, content] of Object.entries(files)) if (content) writeFileSync(path(`events/${name}`), content);
  };

  it('reads a zip file as it reads a folder', async () => {
    const entries = Object.entries(whole).map(([name, content]) => [`train_100_events/${name}`, content]);
    writeFileSync(path('train_sample.zip'), zipOf(Object.fromEntries(entries)));
    writeEvent(whole);
    const [zip, folder] = [await dryRun(path('train_sample.zip')), await dryRun(path('events'))];
    expect(zip.splits).toEqual(folder.splits);
  });

  it('shares events out, leaves those without truth, and says so', async () => {
    const tables = Object.entries(whole).filter(([name]) => name !== 'detectors.csv');
    const copies = [1, 2, 3].flatMap((number) => tables.map(([name, content]) => [name.replace('1000-', `100${number}-`), content]));
    writeEvent({ ...Object.fromEntries(copies), 'event000001004-hits.csv': csv('hits') });
    const { splits, notes } = await dryRun(path('events'));
    expect([splits.train?.rows, notes.slice(0, 2)]).toEqual([
      3,
      ['1 events without truth are left out.', expect.stringContaining('no detectors.csv') as string],
    ]);
  });

  const line = (name: string, number: number, change: (cells: string[]) => void) => {
    const lines = csv(name).toString().split('\n');
    const cells = lines[number + 1]!.split(',');
    change(cells);
    lines[number + 1] = cells.join(',');
    return { [`${event}-${name}.csv`]: Buffer.from(lines.join('\n')) };
  };
  const cut = (name: string) => ({ [`${event}-${name}.csv`]: csv(name).subarray(0, -5) });
  const missing = (name: string) => ({ [`${event}-${name}.csv`]: null });
  it.each<[string, () => Record<string, Uint8Array | null>, string]>([
    ['whose hits are cut off', () => cut('hits'), `${event}-hits.csv: row 1499`],
    [
      'whose truth is of another particle',
      () => line('truth', 7, (cells) => (cells[1] = '77')),
      `${event}-truth.csv: row 7, column particle_id`,
    ],
    ['whose truth is of other hits', () => line('truth', 8, (cells) => (cells[0] = '78')), `${event}-truth.csv: row 8, column hit_id`],
    ['whose hits are not sorted', () => line('hits', 9, (cells) => (cells[0] = '1')), `${event}-hits.csv: row 9, column hit_id`],
    ['of another detector', () => line('hits', 5, (cells) => (cells[4] = '99')), `${event}-hits.csv: row 5, columns volume_id`],
    ['with a position that is no number', () => line('hits', 3, (cells) => (cells[2] = 'nan')), `${event}-hits.csv: row 3, column y`],
    ['with cells of no hit', () => line('cells', 11, (cells) => (cells[0] = '1501')), `${event}-cells.csv: row 11, column hit_id`],
    [
      'with a particle twice',
      () => line('particles', 1, (cells) => (cells[0] = '4503668346847232')),
      `${event}-particles.csv: row 1, column particle_id`,
    ],
    ['without its particles', () => missing('particles'), `${event}-particles.csv`],
    ['without truth', () => missing('truth'), 'no events with their truth'],
  ])('refuses an event %s, naming file and row, and leaves nothing', async (_what, changed, place) => {
    // The detector is the largest file to read, and one case is about it.
    const detector: Record<string, null> = place.includes('volume_id') ? {} : { 'detectors.csv': null };
    writeEvent({ ...whole, ...detector, ...changed() });
    const error: unknown = await run(path('events')).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ detail: { code: 'file-corrupted', whose: 'participant' } });
    expect(JSON.stringify(error)).toContain(place);
    expect(await left()).toEqual([]);
  });

  it('refuses a cut zip file', async () => {
    writeFileSync(path('cut.zip'), zipOf(whole).subarray(0, -100));
    await expect(run(path('cut.zip'))).rejects.toThrow('no whole zip file');
    expect(await left()).toEqual([]);
  });
});
