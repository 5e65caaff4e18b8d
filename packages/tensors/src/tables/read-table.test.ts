import { writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { temporaryFolder } from '@unblind/testing';
import { float64Column, int64Column, textColumn } from './columns';
import { zipOf } from '../test/zip';
import { readTable } from './read-table';
import { TableError } from './table-error';

describe('tables of columns', () => {
  const folder = temporaryFolder();
  const fileOf = async (content: string | Uint8Array) => {
    await writeFile(folder.path('table.csv'), content);
    return folder.path('table.csv');
  };
  const read = async (content: string | Uint8Array) => {
    const id = int64Column(['id']);
    const weight = float64Column(['Weight', 'weight'], { optional: true });
    const label = textColumn(['Class', 'Label']);
    const rows = await readTable(await fileOf(content), [id, weight, label]);
    return { rows, id: id.values(), weight: weight.values(), label: label.values };
  };
  const text = '\uFEFFLabel,unused,id,weight\r\ns,x, 9223372036854775807,1e-3\r\nb,y,12.0,nan\r\n';
  const expected = {
    rows: 2,
    id: BigInt64Array.of(9223372036854775807n, 12n),
    weight: Float64Array.of(1e-3, NaN),
    label: ['s', 'b'],
  };

  it('are read by name, in 64 bits where the ids have them', async () => {
    expect(await read(text)).toEqual(expected);
    expect(await read(gzipSync(text))).toEqual(expected);
  });

  it('may lack an optional column, and grow past what was first set aside', async () => {
    const { rows, id, weight } = await read(`id,Class\n${Array.from({ length: 5000 }, (_, i) => `${i},s`).join('\n')}`);
    expect([rows, id.length, weight.length]).toEqual([5000, 5000, 0]);
    expect(id[4999]).toBe(4999n);
  });

  it('of which a tool wrote only the header with Windows line ends, or all of which are of an old Mac', async () => {
    for (const content of ['id,Class\r\n1,s\n2,b\n', 'id,Class\n1,s\r\n2,b', 'id,Class\r1,s\r2,b\r'])
      expect((await read(content)).id).toEqual(BigInt64Array.of(1n, 2n));
  });

  it('alone in a zip archive, as Kaggle and CodaLab teach, also beside what macOS adds', async () => {
    const files = { 'submission.csv': Buffer.from('id,Class\n1,s\n'), '__MACOSX/._submission.csv': Buffer.from('x') };
    expect((await read(zipOf(files))).id).toEqual(BigInt64Array.of(1n));
    await expect(read(zipOf({ 'a.csv': Buffer.from('id\n'), 'b.csv': Buffer.from('id\n') }))).rejects.toMatchObject({
      message: 'The zip archive holds 2 files.',
      fix: expect.stringContaining('Unzip it') as string,
    });
  });

  it('whose whole numbers are written as R and pandas do', async () => {
    const ids = '1e+05,1\n3.50001e05,1\n12.0,1\n+7,1\n-1.5e1,1\n9223372036854775807,1\n1200e-2,1\n';
    expect((await read(`id,Class\n${ids}`)).id).toEqual(BigInt64Array.of(100000n, 350001n, 12n, 7n, -15n, 9223372036854775807n, 12n));
    for (const cell of ['1.5', '1e-1', '1e99', '0x10', '1_000', '', 'e5'])
      await expect(read(`id,Class\n${cell},1\n`)).rejects.toThrow('not a whole number');
  });

  it.each([
    ['a fractional id', 'id,Class\n1,s\n2.5,s', "Line 3 (row 1): id is '2.5', not a whole number of signed 64 bits.", 1],
    ['an id of more than 64 bits', 'id,Class\n9223372036854775808,s', 'row 0', 0],
    ['a missing column', 'id,klass\n1,s', "There is no column Class or Label; the header is 'id,klass'.", null],
    ['a row of another length', 'id,Class\n1,s\n2', 'Line 3 (row 1) has 1 columns, the header has 2.', 1],
    ['an empty file', '', 'The file is empty.', null],
    ['bytes that are no text', 'id,Class\n\0', 'The file is not text.', null],
    ['an open quote', 'id,Class\n"1,s', 'Quote Not Closed', null],
  ])('are refused for %s', async (_what, content, message, row) => {
    const error: unknown = await read(content).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TableError);
    expect(error).toMatchObject({ row, message: expect.stringContaining(message) as string });
  });
});
