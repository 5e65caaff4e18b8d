import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { higgsFeatures, higgsProcesses, nominalMomenta, applySystematics, prepareEvents, primaryFeatures } from '@unblind/simulation';
import { readNpy } from '@unblind/tensors';
import { fixtures, scenario, withFixtures } from '../../test/scenario';
import { zipOf } from '../../../tensors/src/test/zip';

const real = join(fixtures, 'higgsml/real');
const table = 'FAIR_Universe_HiggsML_data.parquet';
const metadata = 'FAIR_Universe_HiggsML_data_metadata.json';

withFixtures('importing the FAIR Universe table', () => {
  const { path, directory, run, dryRun, left } = scenario('higgsml-uncertainty');
  const read = async (name: string) => (await readNpy(join(directory(), `${name}.npy`))).data;
  const file = (name: string, content: string | Uint8Array) => {
    writeFileSync(path(name), content);
    return path(name);
  };

  it('gives labelled events, the first 30 % for tests, whose derived features follow from the primary ones', async () => {
    const { splits, missing, isTable, notes } = await run(real);
    expect([splits.test?.rows, splits.train?.rows, splits.test?.published, missing, isTable, notes]).toEqual([
      300,
      700,
      66_029_730,
      [],
      true,
      [],
    ]);
    const features = Float32Array.from(await read('test/features'), Number);
    expect(features[0]).toBe(Math.fround(32.117000579833984));
    const [labels, processes, weights] = [await read('test/labels'), await read('test/processes'), await read('test/weights')];
    expect(Array.from(processes.subarray(0, 3), Number).map((process) => higgsProcesses[process])).toEqual([
      'ztautau',
      'ztautau',
      'htautau',
    ]);
    expect(Array.from(labels.subarray(0, 3), Number)).toEqual([0, 0, 1]);
    expect(Array.from(weights.subarray(0, 3), Number)).toEqual([1582.3646240234375, 1582.3646240234375, 3.0921809673309326]);
    const primary = Float32Array.from({ length: 300 * primaryFeatures.length }, (_, i) => {
      const row = Math.floor(i / primaryFeatures.length);
      return features[row * higgsFeatures.length + (i % primaryFeatures.length)]!;
    });
    const { rows } = applySystematics({ table: prepareEvents(primary), shift: nominalMomenta, cuts: false });
    // Momenta are rounded to 3 decimals before the features are derived: a mass of 2.8 TeV moves by less than 0.1 GeV.
    for (const name of ['DER_mass_vis', 'DER_sum_pt', 'DER_mass_jet_jet'] as const) {
      const column = higgsFeatures.indexOf(name);
      for (let row = 0; row < 300; row++) expect(Math.abs(rows[row * 28 + column]! - features[row * 28 + column]!)).toBeLessThan(0.1);
    }
  });

  it('unpacks the archive, and refuses one that is cut', async () => {
    const whole = zipOf({ [`data/${table}`]: readFileSync(join(real, table)), [`data/${metadata}`]: readFileSync(join(real, metadata)) });
    await expect(run(file('cut.zip', whole.subarray(0, -9)))).rejects.toThrow('no whole zip file');
    const { splits, notes } = await run(file('data.zip', whole));
    expect([splits.train?.rows, notes]).toEqual([700, []]);
    await expect(dryRun(file('other.zip', zipOf({ 'a.txt': Buffer.from('a') })))).rejects.toThrow('not in the archive');
  });

  it('says when there is no metadata to compare with', async () => {
    const { notes } = await run(file(table, readFileSync(join(real, table))));
    expect(notes).toEqual([expect.stringContaining('no metadata') as string]);
  });

  const bytes = () => readFileSync(join(real, table));
  const damaged = (at: number) => {
    const content = bytes();
    for (let i = at; i < at + 64; i++) content[i]! ^= 0x5a;
    return content;
  };
  const claimed = (change: Record<string, number>) => {
    file(table, bytes());
    file(metadata, JSON.stringify({ ...(JSON.parse(readFileSync(join(real, metadata), 'utf8')) as object), ...change }));
    return path(table);
  };
  it.each([
    ['that is cut', () => file(table, bytes().subarray(0, 100_000)), 'not all of it'],
    ['whose end is cut', () => file(table, bytes().subarray(0, -20)), 'not all of it'],
    ['that is something else', () => file(table, 'a,b\n1,2\n'), 'not all of it'],
    ['with a damaged column', () => file(table, damaged(4)), 'column PRI_lep_pt'],
    ['with another damaged column', () => file(table, damaged(40_000)), 'column '],
    ['of fewer rows than announced', () => claimed({ total_rows: 1001 }), 'metadata say'],
    ['of other weights than announced', () => claimed({ sum_weights: 2e6 }), 'do not add up'],
    [
      'whose archive has another checksum',
      () => file('FAIR_Universe_HiggsML_data.zip', 'PK'),
      'adaa3dd81a02663051aa93f960bc1c5ee67a78d25c091015bb020b1f9cd7dcb5',
    ],
  ])('refuses a file %s, naming the place, and leaves nothing', async (_what, from, place) => {
    const error: unknown = await run(from()).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ detail: { code: 'file-corrupted', whose: 'participant' } });
    expect(JSON.stringify(error)).toContain(place);
    expect(await left()).toEqual([]);
  });

  it('refuses metadata that are none', async () => {
    copyFileSync(join(real, table), path(table));
    file(metadata, '{');
    await expect(run(path(table))).rejects.toThrow('metadata cannot be read');
  });
});
