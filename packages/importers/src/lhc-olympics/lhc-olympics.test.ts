import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadChallenge } from '@unblind/challenges';
import { PandasFrame, readNpy } from '@unblind/tensors';
import { fixturePath, testWithFixtures, unpackedVectors } from '@unblind/testing';
import { scenario } from '../../test/scenario';

const research = 'lhco/real/events_anomalydetection_tiny.h5';
const uncompressed = 'lhco/real/lhco_rnd_first50_fixed_none.h5';

describe('importing the LHC Olympics', () => {
  const made = unpackedVectors('packages/tensors', 'lhco');
  const jets = unpackedVectors('packages/tensors', 'top-tagging');
  const { path, directory, run, dryRun, left } = scenario('lhc-olympics');
  const numbersOf = async (name: string) => Array.from((await readNpy(join(directory(), `${name}.npy`))).data, Number);
  const file = (name: string, content: string | Uint8Array) => {
    writeFileSync(path(name), content);
    return path(name);
  };

  testWithFixtures([research], 'shares real R&D events out', async () => {
    const { splits, missing, openTruth } = await dryRun(fixturePath(research));
    expect(Object.entries(splits).map(([split, { rows, published }]) => [split, rows, published])).toEqual([
      ['train', 500, 550_000],
      ['sample', 10, 11_000],
      ['public', 245, 269_500],
      ['private', 245, 269_500],
    ]);
    expect([missing, openTruth]).toEqual([['box-1', 'box-2', 'box-3'], true]);
    // The selection of the data set is a jet above 1.2 TeV: nothing lies below twice that but for what the second one lost.
    expect(splits.train?.columns.mjj?.[0]?.min).toBeGreaterThan(1700);
  });

  testWithFixtures(
    [research],
    'measures the jets of real events, keeps at most the rows that are asked for, and makes the shifts',
    async () => {
      const { splits } = await run(fixturePath(research), 20);
      const { manifest } = await loadChallenge('lhc-olympics');
      expect([splits.public?.rows, splits.public?.variations]).toEqual([20, manifest.scoring.variations.map(({ id }) => id)]);
      // Two jets of one event balance each other in the transverse plane, to the third jet.
      const features = await numbersOf('train/features');
      expect(Math.abs(features[0]! + features[7]!) / Math.abs(features[0]!)).toBeLessThan(0.1);
      expect(await numbersOf('sample/resonance')).toEqual(Array.from({ length: 30 }, (_, i) => [3500, 500, 100][i % 3]));
      expect((await numbersOf('public/jet-energy-scale-up/mjj'))[0]! / (await numbersOf('public/mjj'))[0]!).toBeGreaterThan(1.001);
    },
  );

  testWithFixtures([research, uncompressed], 'reads the same real events without compression', async () => {
    await run(fixturePath(uncompressed), 3);
    const [a, b] = [await PandasFrame.open(fixturePath(research)), await PandasFrame.open(fixturePath(uncompressed))];
    expect([a.read(0, 50), b.rows]).toEqual([b.read(0, 50), 50]);
    expect((await numbersOf('train/particles')).slice(0, 2100)).toEqual(Array.from(a.read(0, 1)[0]!.data.subarray(0, 2100), Math.fround));
    [a, b].forEach((frame) => frame.close());
  });

  it.each(['none', 'zlib5', 'blosc5'])('reads particles in the encoding %s', async (encoding) => {
    await run(made(`lhco_lowlevel_fixed_${encoding}.h5`));
    expect((await numbersOf('train/particles')).slice(0, 3)).toEqual(
      [308.7451477050781, 0.16014908254146576, 0.20857185125350952].map(Math.fround),
    );
  });

  it.each(['fixed_none', 'fixed_zlib5', 'fixed_blosc5', 'fixed_bzip2', 'floatlabel_fixed_none'])(
    'reads a features file in the encoding %s, which has no particles',
    async (encoding) => {
      const { missingTensors, splits } = await run(made(`lhco_features_${encoding}.h5`));
      expect([missingTensors, splits.train?.rows]).toEqual([['particles'], 220]);
      const features = await numbersOf('train/features');
      expect(features.slice(0, 4)).toEqual(
        [-65.877670288085938, -1732.2052001953125, 287.107879638671875, 497.6663818359375].map(Math.fround),
      );
      expect((await numbersOf('train/labels')).slice(0, 5)).toEqual([1, 0, 0, 0, 0]);
      const energy = (px: number, py: number, pz: number, m: number) => Math.hypot(px, py, pz, m);
      const [a, b] = [features.slice(0, 4), features.slice(7, 11)] as [number[], number[]];
      const sum = [0, 1, 2].map((i) => a[i]! + b[i]!);
      const e = energy(a[0]!, a[1]!, a[2]!, a[3]!) + energy(b[0]!, b[1]!, b[2]!, b[3]!);
      expect((await numbersOf('train/mjj'))[0]).toBeCloseTo(Math.sqrt(e * e - Math.hypot(...sum) ** 2), 2);
    },
  );

  it('reads a black box with its masterkey, and knows what was in it', async () => {
    copyFileSync(made('lhco_blackbox_fixed_zlib5.h5'), path('events_LHCO2020_BlackBox1.h5'));
    copyFileSync(made('lhco_blackbox.masterkey'), path('events_LHCO2020_BlackBox1.masterkey'));
    const { splits, files, notes } = await run(path('events_LHCO2020_BlackBox1.h5'));
    expect(notes).toEqual([expect.stringContaining('box-1 holds 3 signal events') as string]);
    expect([splits['box-1']?.rows, files.map(({ name }) => name)]).toEqual([
      30,
      ['events_LHCO2020_BlackBox1.h5', 'events_LHCO2020_BlackBox1.masterkey'],
    ]);
    expect((await numbersOf('box-1/labels')).flatMap((label, row) => (label ? [row] : []))).toEqual([0, 10, 20]);
    expect((await numbersOf('box-1/resonance')).slice(0, 3)).toEqual([3823, 732, 378]);
  });

  it('reads a whole folder, and takes the particles where there are features too', async () => {
    mkdirSync(path('all'));
    copyFileSync(made('lhco_lowlevel_fixed_blosc5.h5'), path('all/events_anomalydetection.h5'));
    copyFileSync(made('lhco_features_fixed_none.h5'), path('all/events_anomalydetection_v2.features.h5'));
    const { splits, notes } = await dryRun(path('all'));
    expect([splits.train?.rows, notes]).toEqual([44, [expect.stringContaining('is not read') as string]]);
  });

  it('refuses R&D events of two versions', async () => {
    mkdirSync(path('two'));
    for (const name of ['events_anomalydetection.h5', 'events_anomalydetection_v2.h5'])
      copyFileSync(made('lhco_lowlevel_fixed_none.h5'), path(`two/${name}`));
    await expect(run(path('two'))).rejects.toThrow('There are R&D events in events_anomalydetection.h5 too.');
  });

  const box = () => readFileSync(made('lhco_blackbox_fixed_zlib5.h5'));
  const plain = () => readFileSync(made('lhco_lowlevel_fixed_none.h5'));
  /** The particles of an event without compression, found by its first two numbers. */
  const patched = (at: number, value: number) => {
    const bytes = plain();
    const first = Buffer.alloc(16);
    first.writeDoubleLE(308.7451477050781);
    first.writeDoubleLE(0.16014908254146576, 8);
    bytes.writeDoubleLE(value, bytes.indexOf(first) + 8 * at);
    return bytes;
  };
  const withKey = (key: string) => {
    file('events_LHCO2020_BlackBox2.masterkey', key);
    return file('events_LHCO2020_BlackBox2.h5', box());
  };
  it.each([
    ['that is cut', () => file('events.h5', plain().subarray(0, 500_000)), 'truncated file'],
    ['with a label that is none', () => file('events.h5', patched(2100, 0.5)), 'row 0, column 2100'],
    ['with a negative momentum', () => file('events.h5', patched(2101 + 3, -1)), 'row 1, columns 3 to 5'],
    ['with padding between particles', () => file('events.h5', patched(3, 0)), 'row 0, columns 6 to 8'],
    ['of a box that its name does not tell', () => file('box.h5', box()), 'does not tell which'],
    ['of a box without its key', () => file('events_LHCO2020_BlackBox3.h5', box()), 'BlackBox3.masterkey'],
    ['of a box with a short key', () => withKey('0.0\n1.0\n'), '2 lines'],
    ['of a box with a cut key', () => withKey('0.0\n'.repeat(29) + '0'), 'cut off'],
    ['of a box with a key of something else', () => withKey('x\n'.repeat(30)), 'line 1'],
    ['of another challenge', () => jets('synth_top_none.h5'), '806 columns'],
    ['without labels', () => made('lhco_features_nolabel_fixed_none.h5'), 'column label'],
    ['that no pandas wrote', () => made('adc2021_like.h5'), 'no pandas table'],
  ])('refuses a file %s, naming the place, and leaves nothing', async (_what, from, place) => {
    const error: unknown = await run(from()).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ detail: { code: 'file-corrupted', whose: 'participant' } });
    expect(JSON.stringify(error)).toContain(place);
    expect(await left()).toEqual([]);
  });
});
