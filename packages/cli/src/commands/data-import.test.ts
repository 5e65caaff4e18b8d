import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { higgs2014Features } from '@unblind/simulation';
import { z } from 'zod';
import { dataImportCommand } from './data-import';

const Report = z.object({
  ok: z.literal(true),
  directory: z.string().nullable(),
  openTruth: z.boolean(),
  missing: z.array(z.string()),
  files: z.array(z.object({ name: z.string(), sha256: z.string(), checksum: z.string() })),
  splits: z.record(
    z.string(),
    z.object({ rows: z.number(), columns: z.record(z.string(), z.array(z.object({ name: z.string(), min: z.number() }))) }),
  ),
});

describe('unblind data import', () => {
  let folder: string;
  let printed = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'data-import-'));
    printed = '';
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean((printed += String(text))));
    process.env.UNBLIND_HOME = join(folder, 'home');
  });
  afterEach(() => {
    jest.restoreAllMocks();
    delete process.env.UNBLIND_HOME;
    rmSync(folder, { recursive: true });
  });
  const run = (...options: string[]) =>
    dataImportCommand()
      .exitOverride()
      .parseAsync(['higgsml-2014', ...options], { from: 'user' });
  const file = (label = 's') => {
    const columns = ['EventId', ...higgs2014Features, 'Weight', 'Label', 'KaggleSet', 'KaggleWeight'];
    const row = (id: number, set: string) => [id, ...higgs2014Features.map((name) => (name === 'PRI_jet_num' ? 2 : 1)), 1, label, set, 0.5];
    const path = join(folder, 'atlas-higgs-challenge-2014-v2.csv');
    writeFileSync(path, `${[columns, row(1, 't'), row(2, 'b'), row(3, 'v'), row(4, 'u')].map((cells) => cells.join(',')).join('\n')}\n`);
    return path;
  };

  it('reports in a dry run, and writes nothing', async () => {
    await run('--from', file(), '--dry-run', '--json');
    const { directory, openTruth, missing, splits, files } = Report.parse(JSON.parse(printed));
    expect({ directory, openTruth, missing }).toEqual({ directory: null, openTruth: true, missing: [] });
    expect(
      Object.entries(splits)
        .map(([split, { rows }]) => [split, rows])
        .sort(),
    ).toEqual([
      ['private', 1],
      ['public', 1],
      ['sample', 1],
      ['train', 1],
    ]);
    expect([files[0]?.checksum, splits.train?.columns.features?.[22]]).toEqual(['unknown', { name: 'PRI_jet_num', min: 2 }]);
    expect(existsSync(join(folder, 'home'))).toBe(false);
  });

  it('keeps the data where the platform finds them, once, and says that their truth is public', async () => {
    await run('--from', file());
    expect(printed).toContain('The test truth of this data set is public');
    expect(existsSync(join(folder, 'home/imported/higgsml-2014/private/features.npy'))).toBe(true);
    await expect(run('--from', file())).rejects.toThrow('already exists');
  });

  it.each([
    ['a damaged file', () => run('--from', file('x')), 'This is no label.'],
    ['no files', () => run(), 'The published files are not given.'],
    ['a folder that is not there', () => run('--from', join(folder, 'none')), 'nothing to import'],
    ['a strange number of rows', () => run('--from', file(), '--rows', '0.5'), 'not a number of rows'],
  ])('refuses %s', async (_what, work, message) => {
    await expect(work()).rejects.toThrow(message);
    expect(existsSync(join(folder, 'home/imported/higgsml-2014'))).toBe(false);
  });
});
