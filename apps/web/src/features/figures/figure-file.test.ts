import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFigure } from './figure-file';

describe('figures of challenge pages', () => {
  const folder = mkdtempSync(join(tmpdir(), 'figures-'));
  beforeAll(() => {
    process.env.CHALLENGES_DIR = folder;
    mkdirSync(join(folder, 'top-tagging/pages/figures'), { recursive: true });
    writeFileSync(join(folder, 'top-tagging/pages/figures/mass.svg'), '<svg/>');
    writeFileSync(join(folder, 'top-tagging/pages/secret.svg'), '<svg/>');
    writeFileSync(join(folder, 'top-tagging/pages/figures/notes.txt'), 'x');
  });
  afterAll(() => {
    delete process.env.CHALLENGES_DIR;
    rmSync(folder, { recursive: true });
  });

  test('a figure is found by its challenge and name', async () => expect(await readFigure('top-tagging', 'mass.svg')).toBe('<svg/>'));
  test.each([
    ['top-tagging', '../secret.svg'],
    ['top-tagging', '..%2fsecret.svg'],
    ['top-tagging', 'notes.txt'],
    ['top-tagging', 'other.svg'],
    ['..', 'mass.svg'],
    ['top-tagging/pages', 'mass.svg'],
  ])('%s and %s give nothing', async (slug, file) => expect(await readFigure(slug, file)).toBeNull());
});
