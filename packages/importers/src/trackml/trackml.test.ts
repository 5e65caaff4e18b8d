import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { loadExporter, loadGenerator } from '@unblind/challenges';
import { hitWeights } from '@unblind/scoring';
import { readNpy } from '@unblind/tensors';
import { fixtures, scenario, withFixtures } from '../../test/scenario';
import { zipOf } from '../../../tensors/src/test/zip';

const real = join(fixtures, 'trackml/real-event-subsample');
const files = existsSync(real) ? readdirSync(real) : [];
const csv = (name: string) => gunzipSync(readFileSync(join(real, `${name}.csv.gz`)));
const event = 'event000000001';

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

withFixtures('importing a real TrackML event', () => {
  const { path, directory, run, dryRun, left } = scenario('trackml');
  const read = async (name: string) => readNpy(join(directory(), `train/${name}.npy`));
  const unpacked = () => Object.fromEntries(files.map((name) => [name.replace('.gz', ''), gunzipSync(readFileSync(join(real, name)))]));

  it('keeps hits, truth with ids of 64 bits, and particles, and numbers the hits of a part of an event anew', async () => {
    const { splits, notes, missing } = await run(real);
    expect([splits.train?.rows, splits.train?.published, missing]).toEqual([1, 6210, ['public', 'private']]);
    expect(notes).toEqual([expect.stringContaining('numbered anew') as string]);
    const [hits, particles, cells] = [await read('hits'), await read('hit_particles'), await read('cells')];
    const rows = csv(`${event}-truth`)
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
    const first = csv(`${event}-cells`)
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

  it('reads a zip file as it reads a folder', async () => {
    const entries = Object.entries(unpacked()).map(([name, content]) => [`train_100_events/${name}`, content]);
    writeFileSync(path('train_sample.zip'), zipOf(Object.fromEntries(entries)));
    const [zip, folder] = [await dryRun(path('train_sample.zip')), await dryRun(real)];
    expect(zip.splits).toEqual(folder.splits);
  });

  it('shares events out, leaves those without truth, and says so', async () => {
    mkdirSync(path('events'));
    for (const [name, content] of Object.entries(unpacked())) {
      if (name === 'detectors.csv') continue;
      for (let number = 1; number <= 3; number++) writeFileSync(path(`events/${name.replace('1-', `${number}-`)}`), content);
      if (name.includes('hits')) writeFileSync(path(`events/event000000004-hits.csv`), content);
    }
    const { splits, notes } = await dryRun(path('events'));
    expect([splits.train?.rows, notes.slice(0, 2)]).toEqual([
      3,
      ['1 events without truth are left out.', expect.stringContaining('no detectors.csv') as string],
    ]);
  });

  const line = (name: string, number: number, change: (cells: string[]) => void) => {
    const lines = csv(`${event}-${name}`).toString().split('\n');
    const cells = lines[number + 1]!.split(',');
    change(cells);
    lines[number + 1] = cells.join(',');
    return { [`${event}-${name}.csv`]: Buffer.from(lines.join('\n')) };
  };
  const cut = (name: string) => ({ [`${event}-${name}.csv`]: csv(`${event}-${name}`).subarray(0, -5) });
  const missing = (name: string) => ({ [`${event}-${name}.csv`]: null });
  it.each<[string, () => Record<string, Uint8Array | null>, string]>([
    ['whose hits are cut off', () => cut('hits'), `${event}-hits.csv: row 5526`],
    [
      'whose truth is of another particle',
      () => line('truth', 7, (cells) => (cells[1] = '77')),
      `${event}-truth.csv: row 7, column particle_id`,
    ],
    ['whose truth is of other hits', () => line('truth', 8, (cells) => (cells[0] = '78')), `${event}-truth.csv: row 8, column hit_id`],
    ['whose hits are not sorted', () => line('hits', 9, (cells) => (cells[0] = '1')), `${event}-hits.csv: row 9, column hit_id`],
    ['of another detector', () => line('hits', 5, (cells) => (cells[4] = '99')), `${event}-hits.csv: row 5, columns volume_id`],
    ['with a position that is no number', () => line('hits', 3, (cells) => (cells[2] = 'nan')), `${event}-hits.csv: row 3, column y`],
    ['with cells of no hit', () => line('cells', 11, (cells) => (cells[0] = '2')), `${event}-cells.csv: row 11, column hit_id`],
    [
      'with a particle twice',
      () => line('particles', 1, (cells) => (cells[0] = '4505867370102784')),
      `${event}-particles.csv: row 1, column particle_id`,
    ],
    ['without its particles', () => missing('particles'), `${event}-particles.csv`],
    ['without truth', () => missing('truth'), 'no events with their truth'],
  ])('refuses an event %s, naming file and row, and leaves nothing', async (_what, changed, place) => {
    mkdirSync(path('events'));
    // The detector is the largest file to read, and one case is about it.
    const isNeeded = (name: string) => name !== 'detectors.csv' || place.includes('volume_id');
    for (const [name, content] of Object.entries({ ...unpacked(), ...changed() }))
      if (content && isNeeded(name)) writeFileSync(path(`events/${name}`), content);
    const error: unknown = await run(path('events')).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ detail: { code: 'file-corrupted', whose: 'participant' } });
    expect(JSON.stringify(error)).toContain(place);
    expect(await left()).toEqual([]);
  });

  it('refuses a cut zip file', async () => {
    const whole = zipOf(unpacked());
    writeFileSync(path('cut.zip'), whole.subarray(0, whole.length - 100));
    await expect(run(path('cut.zip'))).rejects.toThrow('no whole zip file');
    expect(await left()).toEqual([]);
  });
});
