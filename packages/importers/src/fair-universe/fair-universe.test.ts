import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { higgsFeatures, higgsProcesses, nominalMomenta, applySystematics, prepareEvents, primaryFeatures } from '@unblind/simulation';
import { readNpy } from '@unblind/tensors';
import { fixturePath, testWithFixtures } from '@unblind/testing';
import { simulatedHiggsTable } from '../../test/higgs-table';
import { scenario } from '../../test/scenario';
import { zipOf } from '../../../tensors/src/test/zip';

const table = 'FAIR_Universe_HiggsML_data.parquet';
const metadata = 'FAIR_Universe_HiggsML_data_metadata.json';
const real = [table, metadata].map((name) => `higgsml/real/${name}`);

describe('importing the FAIR Universe table', () => {
  const { path, directory, run, dryRun, left } = scenario('higgsml-uncertainty');
  const read = async (name: string) => (await readNpy(join(directory(), `${name}.npy`))).data;
  const file = (name: string, content: string | Uint8Array) => {
    writeFileSync(path(name), content);
    return path(name);
  };

  /** The derived features of the first rows follow from their primary ones, to `tolerance` in GeV. */
  async function expectDerived(rows: number, tolerance: number): Promise<Float32Array> {
    const features = Float32Array.from(await read('test/features'), Number);
    const primary = Float32Array.from({ length: rows * primaryFeatures.length }, (_, i) => {
      const row = Math.floor(i / primaryFeatures.length);
      return features[row * higgsFeatures.length + (i % primaryFeatures.length)]!;
    });
    const derived = applySystematics({ table: prepareEvents(primary), shift: nominalMomenta, cuts: false }).rows;
    for (const name of ['DER_mass_vis', 'DER_sum_pt', 'DER_mass_jet_jet'] as const) {
      const column = higgsFeatures.indexOf(name);
      for (let row = 0; row < rows; row++)
        expect(Math.abs(derived[row * 28 + column]! - features[row * 28 + column]!)).toBeLessThan(tolerance);
    }
    return features;
  }

  testWithFixtures(
    real,
    'gives labelled real events, the first 30 % for tests, whose derived features follow from the primary ones',
    async () => {
      const { splits, missing, isTable, notes } = await run(dirname(fixturePath(`higgsml/real/${table}`)));
      expect([splits.test?.rows, splits.train?.rows, splits.test?.published, missing, isTable, notes]).toEqual([
        300,
        700,
        66_029_730,
        [],
        true,
        [],
      ]);
      // Momenta are rounded to 3 decimals before the features are derived: a mass of 2.8 TeV moves by less than 0.1 GeV.
      const features = await expectDerived(300, 0.1);
      expect(features[0]).toBe(Math.fround(32.117000579833984));
      const [labels, processes, weights] = [await read('test/labels'), await read('test/processes'), await read('test/weights')];
      expect(Array.from(processes.subarray(0, 3), Number).map((process) => higgsProcesses[process])).toEqual([
        'ztautau',
        'ztautau',
        'htautau',
      ]);
      expect(Array.from(labels.subarray(0, 3), Number)).toEqual([0, 0, 1]);
      expect(Array.from(weights.subarray(0, 3), Number)).toEqual([1582.3646240234375, 1582.3646240234375, 3.0921809673309326]);
    },
  );

  it('gives labelled simulated events in the same way', async () => {
    writeFolder();
    const { splits, missing, isTable, notes } = await run(path('.'));
    expect([splits.test?.rows, splits.train?.rows, missing, isTable, notes]).toEqual([90, 210, [], true, []]);
    // One place of a float32 of some 100 GeV.
    await expectDerived(90, 1e-4);
    const [labels, processes] = [await read('train/labels'), await read('train/processes')];
    const isSignal = (process: number) => (higgsProcesses[process] === 'htautau' ? 1 : 0);
    expect(Array.from(labels, Number)).toEqual(Array.from(processes, Number).map(isSignal));
  });

  const simulated = simulatedHiggsTable();
  const writeFolder = () => {
    file(table, simulated.table);
    file(metadata, simulated.metadata);
  };

  it.each(['INT64', 'BOOLEAN'] as const)('reads labels that are stored as %s', async (type) => {
    file(table, simulatedHiggsTable(type).table);
    const { splits } = await run(path(table));
    expect(splits.train?.rows).toBe(210);
    expect(Array.from(await read('train/labels'), Number).reduce((a, b) => a + b)).toBeGreaterThan(0);
  });

  it('unpacks the archive, and refuses one that is cut', async () => {
    const whole = zipOf({ [`data/${table}`]: simulated.table, [`data/${metadata}`]: simulated.metadata });
    await expect(run(file('cut.zip', whole.subarray(0, -9)))).rejects.toThrow('no whole zip file');
    const { splits, notes } = await run(file('data.zip', whole));
    expect([splits.train?.rows, notes]).toEqual([210, []]);
    await expect(dryRun(file('other.zip', zipOf({ 'a.txt': Buffer.from('a') })))).rejects.toThrow('not in the archive');
  });

  it('says when there is no metadata to compare with', async () => {
    const { notes } = await run(file(table, simulated.table));
    expect(notes).toEqual([expect.stringContaining('no metadata') as string]);
  });

  const bytes = () => Buffer.from(simulated.table);
  const damaged = (at: number) => {
    const content = bytes();
    for (let i = at; i < at + 64; i++) content[i]! ^= 0x5a;
    return content;
  };
  const claimed = (change: Record<string, number>) => {
    file(table, bytes());
    file(metadata, JSON.stringify({ ...(JSON.parse(simulated.metadata.toString('utf8')) as object), ...change }));
    return path(table);
  };
  it.each([
    ['that is cut', () => file(table, bytes().subarray(0, -5000)), 'not all of it'],
    ['whose end is cut', () => file(table, bytes().subarray(0, -20)), 'not all of it'],
    ['that is something else', () => file(table, 'a,b\n1,2\n'), 'not all of it'],
    ['with a damaged column', () => file(table, damaged(4)), 'column PRI_lep_pt'],
    ['with another damaged column', () => file(table, damaged(20_000)), 'column '],
    ['of fewer rows than announced', () => claimed({ total_rows: 301 }), 'metadata say'],
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
    file(table, simulated.table);
    file(metadata, '{');
    await expect(run(path(table))).rejects.toThrow('metadata cannot be read');
  });
});
