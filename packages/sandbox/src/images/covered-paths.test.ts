import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readImage, type Image } from './image';
import { imageLimitsFor } from './image-limits';
import { ociEntries, tarOf, type TarEntry } from './write-archive';

let folder = '';
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'unblind-covered-'))));
afterAll(() => rmSync(folder, { recursive: true }));

const program: TarEntry = { name: 'app/run', mode: 0o755, content: '#!/bin/sh\n' };

async function read(config: Record<string, unknown>, entries: TarEntry[]): Promise<Image> {
  const path = join(folder, 'image.tar');
  writeFileSync(path, await tarOf(ociEntries({ layers: [await tarOf([program, ...entries])], config })));
  return readImage(path, imageLimitsFor(1024 ** 2));
}

describe('an image is refused where the sandbox would cover', () => {
  it.each<[string, Record<string, unknown>, TarEntry[], RegExp, string]>([
    ['its program', { Entrypoint: ['/tmp/run'] }, [{ name: 'tmp/run', content: '' }], /the program lies in \/tmp/, '/tmp/run'],
    [
      'its program, which is found by PATH and behind a link',
      { Entrypoint: ['serve'], Env: ['PATH=/app'] },
      [
        { name: 'output/bin/serve', mode: 0o755, content: '' },
        { name: 'app/serve', type: 'symlink', linkname: '../output/bin/serve' },
      ],
      /the program lies in \/output/,
      'serve',
    ],
    [
      'a script on its command line',
      { Entrypoint: ['/app/run', 'server.py'], WorkingDir: '/srv' },
      [
        { name: 'tmp/server.py', content: '' },
        { name: 'srv', type: 'symlink', linkname: '/tmp' },
      ],
      /a file of the command lies in \/tmp/,
      'server.py',
    ],
    [
      'its working directory',
      { Entrypoint: ['/app/run'], WorkingDir: '/tmp/work' },
      [],
      /the working directory lies in \/tmp/,
      '/tmp/work',
    ],
  ])('%s', async (_name, config, entries, message, got) => {
    await expect(read(config, entries)).rejects.toMatchObject({
      detail: {
        code: 'image-invalid',
        message: expect.stringMatching(message),
        expected: 'a path outside of /dev, /input, /output, /proc, /tmp',
        got,
        fix: expect.stringMatching(/another (folder|WORKDIR)/),
      },
    });
  });
});

it('an image may have leftovers there, and /tmp as its working directory', async () => {
  const leftovers = [
    { name: 'tmp/cache', content: 'x' },
    { name: 'dev/null', content: '' },
  ];
  const config = { Entrypoint: ['/app/run', '--log', '/dev/null'], WorkingDir: '/tmp' };
  expect(await read(config, leftovers)).toMatchObject({ workingDirectory: '/tmp' });
});

it('links that go in a circle lead nowhere, and are no harm', async () => {
  const circle: TarEntry[] = [
    { name: 'a', type: 'symlink', linkname: 'b' },
    { name: 'b', type: 'symlink', linkname: '/a' },
  ];
  expect(await read({ Entrypoint: ['/app/run', '/a/x'] }, circle)).toMatchObject({ command: ['/app/run', '/a/x'] });
});
