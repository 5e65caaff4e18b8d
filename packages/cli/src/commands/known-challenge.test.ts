import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { exitCodes } from '../exit-codes';
import { dataExportCommand } from './data-export';
import { dataImportCommand } from './data-import';
import { evaluateCommand } from './evaluate';
import { inspectCommand } from './inspect';

describe('a challenge that is not there', () => {
  let folder = '';
  const model = () => join(folder, 'm.onnx');
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'known-challenge-'));
    writeFileSync(model(), '');
  });
  afterAll(() => rm(folder, { recursive: true }));

  const commands: [string, () => Command, (slug: string) => string[]][] = [
    ['inspect', inspectCommand, (slug) => [model(), '--challenge', slug]],
    ['evaluate', evaluateCommand, (slug) => [slug, model()]],
    ['data export', dataExportCommand, (slug) => [slug, '--to', folder]],
    ['data import', dataImportCommand, (slug) => [slug, '--from', folder, '--dry-run']],
  ];
  describe.each(commands)('%s', (_name, command, argumentsFor) => {
    it.each([
      ['toptagging', "There is no challenge 'toptagging'. Did you mean 'top-tagging'?"],
      ['Top-Tagging', "There is no challenge 'Top-Tagging'. Did you mean 'top-tagging'?"],
      ['../../../etc', "There is no challenge '../../../etc'."],
    ])('refuses %s as a wrong argument', async (slug, message) => {
      const run = command().parseAsync(argumentsFor(slug), { from: 'user' });
      await expect(run).rejects.toMatchObject({
        exitCode: exitCodes.usage,
        message,
        fix: expect.stringContaining('top-tagging') as string,
      });
    });
  });
});
