import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { higgs2014Features } from '@unblind/simulation';
import { readNpy } from '@unblind/tensors';
import { describeWithFixtures, fixturePath } from '@unblind/testing';
import { scenario } from '../test/scenario';

const real = 'higgsml/real/atlas-higgs-challenge-2014-v2.first-rows.csv.gz';
const columns = ['EventId', ...higgs2014Features, 'Weight', 'Label', 'KaggleSet', 'KaggleWeight'];

/** Events as ATLAS wrote them, with what a test changes. */
function csv(rows: number, change: (cells: Record<string, string>, row: number) => void = () => undefined): string {
  const lines = Array.from({ length: rows }, (_, row) => {
    const cells = Object.fromEntries(columns.map((name, i) => [name, String(i + row / 8)]));
    Object.assign(cells, {
      EventId: String(100_000 + row),
      PRI_jet_num: '2',
      Label: row % 2 ? 's' : 'b',
      KaggleSet: 'tbvu'[row % 4],
      Weight: '0.5',
      KaggleWeight: '0.25',
    });
    change(cells, row);
    return columns.map((name) => cells[name]).join(',');
  });
  return `${columns.join(',')}\n${lines.join('\n')}\n`;
}

describe('importing HiggsML 2014', () => {
  const { path, directory, run, dryRun, left } = scenario('higgsml-2014');
  const file = (content: string | Uint8Array, name = 'events.csv') => {
    writeFileSync(path(name), content);
    return path(name);
  };

  it('shares the events out as Kaggle did, with its weights and the events’ numbers', async () => {
    const { splits, missing } = await run(file(csv(4000)));
    expect(Object.entries(splits).map(([split, { rows }]) => [split, rows])).toEqual(
      expect.arrayContaining([
        ['train', 1000],
        ['sample', 1000],
        ['public', 1000],
        ['private', 1000],
      ]),
    );
    expect(missing).toEqual([]);
    const read = async (name: string) => Array.from((await readNpy(join(directory(), `private/${name}.npy`))).data.subarray(0, 3), Number);
    expect([await read('event_ids'), await read('labels'), await read('weights')]).toEqual([
      [100_002, 100_006, 100_010],
      [0, 0, 0],
      [0.25, 0.25, 0.25],
    ]);
    const { shape, data } = await readNpy(join(directory(), 'private/features.npy'));
    expect([shape, data[0], data[29], data[30]]).toEqual([[1000, 30], 1.25, 30.25, 1.75]);
  });

  it('shifts the normalisation of all backgrounds, which is what the events allow', async () => {
    const { splits } = await run(file(csv(8)));
    expect(splits.private?.variations).toEqual(['background-normalisation']);
    const weights = async (at: string) => Array.from((await readNpy(join(directory(), `private/${at}weights.npy`))).data, Number);
    // Both private events are background.
    expect(await weights('background-normalisation/')).toEqual((await weights('')).map((weight) => weight * 1.001));
  });

  it('reads it gzipped', async () => {
    expect((await dryRun(file(gzipSync(csv(8)), 'events.csv.gz'))).splits.public?.rows).toBe(2);
  });

  it.each([
    ['a cut gzip file', gzipSync(csv(500)).subarray(0, 900), 'gzip file is cut off'],
    ['a line that does not end', csv(5).slice(0, -3), 'The last line (row 4) does not end'],
    ['a cut row', `${csv(3)}100003,1.5\n`, 'row 3'],
    ['no events', csv(0).trimEnd() + '\n', 'no events'],
    ['Kaggle’s own file', csv(2).replace(',KaggleSet', ''), 'Column KaggleSet is missing'],
    ['columns in another order', csv(2).replace('PRI_met,PRI_met_phi', 'PRI_met_phi,PRI_met'), 'is PRI_met_phi, not PRI_met'],
    ['a text among the numbers', csv(9, (cells, row) => row === 6 && (cells.PRI_lep_pt = '1.2.3')), 'row 6, column PRI_lep_pt'],
    ['a label that is none', csv(9, (cells, row) => row === 5 && (cells.Label = 'x')), 'row 5, column Label'],
    ['a set that is none', csv(9, (cells, row) => row === 5 && (cells.KaggleSet = 'w')), 'row 5, column KaggleSet'],
    ['a repeated event', csv(9, (cells, row) => row === 7 && (cells.EventId = '100001')), 'row 7, column EventId'],
    [
      'a jet that the event does not have',
      csv(9, (cells, row) => row === 2 && (cells.PRI_jet_num = '1')),
      'row 2, column PRI_jet_subleading_pt',
    ],
    ['a negative weight', csv(9, (cells, row) => row === 8 && (cells.KaggleWeight = '-1')), 'row 8, column KaggleWeight'],
  ])('refuses %s, naming the place, and leaves nothing', async (_what, content, place) => {
    const error: unknown = await run(file(content)).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ detail: { code: 'file-corrupted', whose: 'participant' } });
    expect(JSON.stringify(error)).toContain(place);
    expect(await left()).toEqual([]);
  });
});

describeWithFixtures([real], 'importing real events of 2014', () => {
  const { directory, run } = scenario('higgsml-2014');

  it('keeps every number of the file', async () => {
    const { splits, missing, openTruth } = await run(fixturePath(real));
    expect([splits.train?.rows, splits.train?.published, missing, openTruth]).toEqual([22_889, 250_000, ['public', 'private'], true]);
    const lines = gunzipSync(readFileSync(fixturePath(real)))
      .toString('utf8')
      .trimEnd()
      .split('\n')
      .slice(1);
    const features = (await readNpy(join(directory(), 'train/features.npy'))).data;
    const weights = (await readNpy(join(directory(), 'train/weights.npy'))).data;
    for (let row = 0; row < lines.length; row += 97) {
      const cells = lines[row]!.split(',');
      expect(Array.from(features.subarray(row * 30, row * 30 + 30), Number)).toEqual(
        cells.slice(1, 31).map((cell) => Math.fround(Number(cell))),
      );
      expect(weights[row]).toBe(Number(cells[34]));
    }
  });
});
