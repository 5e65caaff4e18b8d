import { readFileSync, writeFileSync } from 'node:fs';
import { readVector, unpackedVectors, vectorNames } from '@unblind/testing';
import { z } from 'zod';
import { LocalFile } from '../files/local-file';
import { readNpz } from '../npz';
import { temporaryFolder } from '@unblind/testing';
import { Hdf5Error } from './hdf5-error';
import { PandasFrame } from './pandas-frame';

const files = (folder: string, pattern: RegExp) => vectorNames('packages/tensors', folder).filter((name) => pattern.test(name));

const Expected = z.object({ columns: z.array(z.string()), data: z.array(z.array(z.number())) });
const expectedIn = (path: string) => Expected.parse(JSON.parse(readVector('packages/tensors', path).toString('utf8')));

async function readAll(path: string): Promise<{ rows: number; names: string[]; at: (row: number, name: string) => number }> {
  const frame = await PandasFrame.open(path);
  try {
    // In two halves, so that a range in the middle is read as well.
    const half = Math.floor(frame.rows / 2);
    const parts = [frame.read(0, half), frame.read(half, frame.rows - half)];
    const at = (row: number, name: string) => {
      const part = parts[row < half ? 0 : 1] ?? [];
      const block = part.find(({ names }) => names.includes(name));
      if (!block) throw new Error(`no column ${name}`);
      return block.data[(row < half ? row : row - half) * block.names.length + block.names.indexOf(name)]!;
    };
    return { rows: frame.rows, names: frame.names, at };
  } finally {
    frame.close();
  }
}

describe('data frames that pandas wrote', () => {
  const folder = temporaryFolder();
  const jets = unpackedVectors('packages/tensors', 'top-tagging');
  const dijets = unpackedVectors('packages/tensors', 'lhco');

  it.each(files('top-tagging', /^synth_top_(?!empty).*\.h5$/))('%s holds the jets that it should, whatever its encoding', async (name) => {
    const { rows, names, at } = await readAll(jets(name));
    const expected = await readNpz(new LocalFile(jets('expected_full.npz')), { bytes: 1e7, entries: 10 });
    const x = expected.get('X')!;
    const label = expected.get('label')!;
    expect([rows, names.length, names[0], names.at(-1)]).toEqual([240, 806, 'E_0', 'is_signal_new']);
    for (let row = 0; row < rows; row++) {
      expect(at(row, 'is_signal_new')).toBe(Number(label.data[row]));
      for (let column = 0; column < 804; column += 67) expect(at(row, names[column]!)).toBe(Number(x.data[row * 804 + column]));
    }
    const head = expectedIn('top-tagging/expected_head.json');
    head.data.forEach((values, row) => expect(head.columns.map((column) => Math.fround(at(row, column)))).toEqual(values));
  });

  it.each(files('lhco', /^lhco_features_fixed_.*\.h5$/))('%s holds the features that it should', async (name) => {
    const { rows, names, at } = await readAll(dijets(name));
    const head = expectedIn('lhco/lhco_features_first5_expected.json');
    expect([rows, names]).toEqual([220, head.columns]);
    // The expected values were written with 15 digits.
    head.data.forEach((values, row) =>
      values.forEach((value, i) => expect(at(row, head.columns[i]!) / (value || 1)).toBeCloseTo(value ? 1 : 0, 13)),
    );
  });

  it('low-level events are the same in each encoding', async () => {
    const [none, ...others] = await Promise.all(
      ['none', 'zlib5', 'blosc5'].map((encoding) => readAll(dijets(`lhco_lowlevel_fixed_${encoding}.h5`))),
    );
    expect([none!.rows, none!.names.length, none!.names[2100]]).toEqual([44, 2101, '2100']);
    for (const other of others)
      for (let row = 0; row < 44; row += 7)
        for (let column = 0; column <= 2100; column += 100) expect(other.at(row, String(column))).toBe(none!.at(row, String(column)));
  });

  const zlib = () => readFileSync(jets('synth_top_zlib9.h5'));
  const damaged = (from: number) => {
    const bytes = zlib();
    for (let at = from; at < from + 200; at++) bytes[at]! ^= 0x5a;
    return bytes;
  };
  const renamed = () => Buffer.from(zlib().toString('latin1').replaceAll('VE_0\n', 'cE_0\n'), 'latin1');
  it.each([
    ['cut in half', () => zlib().subarray(0, 131_000), 'truncated file: eof = 131000'],
    ['cut by its last bytes', () => zlib().subarray(0, -1000), 'truncated file'],
    ['that is something else', () => Buffer.from('E_0,PX_0\n1,2\n'), 'not an HDF5 file'],
    ['with a damaged chunk', () => damaged(60_000), 'Rows cannot be read (table/table, rows 0 to 119): filter returned failure'],
    ['with a damaged header', () => damaged(1000), 'cannot be'],
    ['that holds nothing', () => readFileSync(jets('synth_top_empty.h5')), 'no pandas table'],
    ['whose pickled names would import something', renamed, "the instruction 'c' is not of plain data"],
  ])('a file %s is refused with the place', async (_what, content, message) => {
    const path = folder.path(`damaged-${message.length}.h5`);
    writeFileSync(path, content());
    const error: unknown = await readAll(path).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(Hdf5Error);
    expect(String(error)).toContain(message);
  });
});
