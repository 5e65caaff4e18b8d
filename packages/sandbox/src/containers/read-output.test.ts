import { spawnSync } from 'node:child_process';
import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readOutput } from './read-output';

describe('a file that a stranger made', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'unblind-output-'));
    writeFileSync(join(folder, 'plain'), 'scores');
    writeFileSync(join(folder, 'sparse'), '');
    truncateSync(join(folder, 'sparse'), 2 ** 40);
    symlinkSync('/etc/passwd', join(folder, 'link'));
    symlinkSync('plain', join(folder, 'near'));
    linkSync(join(folder, 'plain'), join(folder, 'hard'));
    mkdirSync(join(folder, 'folder'));
    spawnSync('mkfifo', [join(folder, 'pipe')]);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is read where it is a plain one of a bounded size', async () => {
    expect((await readOutput(folder, 'plain', 6)).toString()).toBe('scores');
    expect((await readOutput(folder, 'hard', 6)).toString()).toBe('scores');
  });

  it.each([
    ['plain', 5, /larger than what was asked for/],
    ['sparse', 1000, /larger/],
    ['link', 1000, /is a link/],
    ['near', 1000, /is a link/],
    ['folder', 1000, /not a plain file/],
    ['pipe', 1000, /not a plain file/],
    ['absent', 1000, /was not written/],
  ])('is refused without waiting: %s, of at most %d bytes', async (name, most, message) => {
    await expect(readOutput(folder, name, most)).rejects.toMatchObject({
      detail: { code: 'predictions-unreadable', message: expect.stringMatching(message) },
    });
  });
});
