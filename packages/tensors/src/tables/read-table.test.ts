import { writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { temporaryFolder } from '@unblind/testing';
import { float64Column, int64Column, textColumn } from './columns';
import { readTable, TableError } from './read-table';

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

  it.each([
    ['a fractional id', 'id,Class\n1,s\n2.5,s', "Line 3 (row 1): id is '2.5', not a whole number of signed 64 bits.", 1],
    ['an id of more than 64 bits', 'id,Class\n9223372036854775808,s', 'row 0', 0],
    ['a missing column', 'id,klass\n1,s', "There is no column Class or Label; the header is 'id,klass'.", null],
    ['a row of another length', 'id,Class\n1,s\n2', 'Line 3 (row 1) has 1 columns, the header has 2.', 1],
    ['an empty file', '', 'The file is empty.', null],
    ['an open quote', 'id,Class\n"1,s', 'Quote Not Closed', null],
  ])('are refused for %s', async (_what, content, message, row) => {
    const error: unknown = await read(content).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TableError);
    expect(error).toMatchObject({ row, message: expect.stringContaining(message) as string });
  });
});
