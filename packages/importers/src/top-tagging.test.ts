import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDataSetIndex } from '@unblind/challenges';
import { LocalFile, readNpy, readNpz } from '@unblind/tensors';
import { unpackedVectors, vectorNames } from '@unblind/testing';
import { scenario } from '../test/scenario';
import { importDataSet } from './import-data-set';

const encodings = vectorNames('packages/tensors', 'top-tagging').filter((name) => /^synth_top_(?!empty).*\.h5$/.test(name));

describe('importing the top-tagging landscape', () => {
  const made = unpackedVectors('packages/tensors', 'top-tagging');
  const { path, directory, run, dryRun, left } = scenario('top-tagging');
  const plain = () => readFileSync(made('synth_top_none_noindex.h5'));

  it.each(encodings)('%s gives the jets that it holds, whatever its encoding', async (name) => {
    const { splits, missing, openTruth } = await run(made(name));
    expect([splits.private?.rows, missing, openTruth]).toEqual([240, ['public'], true]);
    const expected = await readNpz(new LocalFile(made('expected_full.npz')), { bytes: 1e7, entries: 10 });
    const x = expected.get('X')!.data;
    const { shape, data } = await readNpy(join(directory(), 'private/constituents.npy'));
    const [jet, mass] = [await readNpy(join(directory(), 'private/jet.npy')), await readNpy(join(directory(), 'private/mass.npy'))];
    expect(shape).toEqual([240, 200, 4]);
    for (let row = 0; row < 240; row++) {
      const [e, px, py, pz] = [0, 1, 2, 3].map((c) => {
        let sum = 0;
        for (let k = 0; k < 200; k++) {
          const value = Number(data[row * 800 + 4 * k + c]);
          if (value !== Number(x[row * 804 + 4 * k + c])) throw new Error(`row ${row}, constituent ${k}, component ${c}: ${value}`);
          sum += value;
        }
        return sum;
      }) as [number, number, number, number];
      // The jet's features are of the constituents, taken as massless: float32 leaves 1e-7 of the energy.
      expect(Number(jet.data[row * 9])).toBeCloseTo(Math.hypot(px, py), 2);
      expect(Math.abs(Number(mass.data[row]) ** 2 - (e * e - px * px - py * py - pz * pz))).toBeLessThan(1e-5 * e * e);
    }
    expect(Array.from((await readNpy(join(directory(), 'private/labels.npy'))).data, Number)).toEqual(
      Array.from(expected.get('label')!.data, Number),
    );
  });

  it('makes the shifts that need nothing but the jets, and says where the data came from', async () => {
    const report = await run(made('synth_top_zlib9.h5'));
    const shifts = ['energy-resolution', 'tracking-efficiency', 'pile-up'];
    expect(report.splits.private?.variations).toEqual(shifts);
    const index = await readDataSetIndex(directory());
    expect(index).toMatchObject({ simulated: false, openTruth: true, seed: null, provenance: { source: 'landscape' } });
    expect(index.provenance?.files).toEqual([{ name: 'synth_top_zlib9.h5', bytes: 262391, sha256: expect.any(String) as string }]);
    const energy = async (at: string) => Number((await readNpy(join(directory(), `private/${at}constituents.npy`))).data[0]);
    // One normal number of width 10 %.
    const ratio = (await energy('energy-resolution/')) / (await energy(''));
    expect(ratio).not.toBe(1);
    expect(Math.abs(ratio - 1)).toBeLessThan(0.5);
  });

  it('writes the same bytes with two threads beside the one that reads', async () => {
    const from = made('synth_top_blosc9.h5');
    await run(from);
    await importDataSet({ challenge: 'top-tagging', from, directory: path('threads'), threads: 2 });
    expect(await readDataSetIndex(path('threads'))).toEqual(await readDataSetIndex(directory()));
  });

  it('reports in a dry run and writes nothing', async () => {
    const report = await dryRun(made('synth_top_blosc9.h5'));
    expect(report.splits.private?.columns.jet?.[0]).toEqual({
      name: 'pt',
      min: expect.any(Number) as number,
      max: expect.any(Number) as number,
      notFinite: 0,
    });
    expect([report.directory, await left()]).toEqual([null, []]);
  });

  const rowBytes = 8 + 804 * 4 + 2 * 8;
  /** The table is the file's end: its rows lie one after another, without compression. */
  const patched = (row: number, write: (row: DataView) => void) => {
    const bytes = plain();
    const first = Buffer.alloc(12);
    first.writeBigInt64LE(377n);
    first.writeFloatLE(258.332489013671875, 8);
    const at = bytes.indexOf(first) + row * rowBytes;
    write(new DataView(bytes.buffer, bytes.byteOffset + at, rowBytes));
    return bytes;
  };
  const ttvAt = 8 + 804 * 4;
  it.each([
    ['cut', () => plain().subarray(0, 600_000), 'truncated file'],
    ['whose row 7 has the label 2', () => patched(7, (row) => row.setBigInt64(ttvAt + 8, 2n, true)), 'row 7, column is_signal_new'],
    ['whose row 9 is a training jet', () => patched(9, (row) => row.setBigInt64(ttvAt, 0n, true)), 'row 9, column ttv'],
    ['whose jets are of no file', () => patched(0, (row) => row.setBigInt64(ttvAt, 5n, true)), 'row 0, column ttv'],
    ['with an energy that is not one', () => patched(3, (row) => row.setFloat32(8 + 16, NaN, true)), 'row 3, constituent 1'],
    ['with a momentum above the energy', () => patched(4, (row) => row.setFloat32(8, 1e-3, true)), 'row 4, constituent 0'],
    [
      'with padding between constituents',
      () => patched(5, (row) => [16, 20, 24, 28].forEach((at) => row.setFloat32(8 + at, 0, true))),
      'row 5, constituent 2',
    ],
  ])('refuses a file %s, naming the place, and leaves nothing', async (_what, content, place) => {
    writeFileSync(path('jets.h5'), content());
    const error: unknown = await run(path('jets.h5')).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ detail: { code: 'file-corrupted', whose: 'participant' } });
    expect(JSON.stringify(error)).toContain(place);
    expect(await left()).toEqual([]);
  });

  it('says how many jets are not sorted', async () => {
    // A massive first constituent with a small transverse momentum.
    writeFileSync(
      path('jets.h5'),
      patched(6, (row) => [4, 8, 12].forEach((at) => row.setFloat32(8 + at, 1, true))),
    );
    expect((await dryRun(path('jets.h5'))).notes).toEqual(['1 jets of jets.h5 are not sorted by falling transverse momentum.']);
  });

  it('refuses a file under the name of another, the same jets twice, and a folder without any', async () => {
    mkdirSync(path('named'));
    copyFileSync(made('synth_top_zlib9.h5'), path('named/train.h5'));
    await expect(run(path('named'))).rejects.toThrow('called train.h5 and holds the jets of test.h5');
    mkdirSync(path('empty'));
    await expect(run(path('empty'))).rejects.toThrow('nothing to import');
    expect(await left()).toEqual([]);
  });
});
