import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ParticipantFault } from '@unblind/contracts';
import { dockerEntries, ociEntries, readImage, tarOf, unpackImage, type TarEntry } from '@unblind/sandbox';
import type { Attack } from './attack';

const limits = { unpackedBytes: 4 * 1024 ** 2, entries: 500 };
const program: TarEntry = { name: 'run', mode: 0o755, content: '#!/bin/sh\n' };
const config = { Entrypoint: ['/run'] };

/** Both, the reading and the unpacking, have to refuse it, and no file may be there afterwards. */
const archive = (name: string, expected: string, make: () => Promise<readonly TarEntry[]>): Attack => ({
  name: `archive: ${name}`,
  expected: `refused: ${expected}`,
  async run({ folder }) {
    const path = join(folder, 'image.tar');
    writeFileSync(path, await tarOf(await make()));
    const root = join(folder, 'root');
    const read = await verdict(readImage(path, limits));
    const unpacked = await verdict(unpackImage(path, root, limits));
    if (existsSync(root) || existsSync(join(folder, 'PWNED')) || existsSync('/tmp/PWNED')) return 'got: a file on the host';
    return read === unpacked ? read : `${read} when read, ${unpacked} when unpacked`;
  },
});

async function verdict(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'accepted';
  } catch (error) {
    return error instanceof ParticipantFault ? `refused: ${error.detail.code}` : `platform: ${String(error)}`;
  }
}

const layer = (name: string, ...entries: TarEntry[]): Attack =>
  archive(name, 'image-entry-refused', async () => ociEntries({ layers: [await tarOf([program, ...entries])], config }));
const image = async (architecture?: string) => ({ layers: [await tarOf([program])], config, ...(architecture ? { architecture } : {}) });
const changed = (name: string, expected: string, change: (entries: TarEntry[]) => TarEntry[], write = ociEntries): Attack =>
  archive(name, expected, async () => change(write(await image())));
const lastBlob = (blob: Partial<TarEntry>) => (entries: TarEntry[]) =>
  entries.map((entry, at) => (at < entries.length - 1 ? entry : { ...('linkname' in blob ? { name: entry.name } : entry), ...blob }));

export const archiveAttacks: Attack[] = [
  layer('a path that climbs', { name: '../PWNED', content: 'x' }),
  layer('an absolute path', { name: '/tmp/PWNED', content: 'x' }),
  layer('a file through a symbolic link', { name: 'd', type: 'symlink', linkname: '/tmp' }, { name: 'd/PWNED', content: 'x' }),
  layer('a symbolic link that climbs', { name: 'l', type: 'symlink', linkname: '../../../etc' }),
  layer('a hard link to a file of the host', { name: 'h', type: 'link', linkname: '/etc/shadow' }),
  layer('a hard link that climbs', { name: 'h', type: 'link', linkname: '../../../etc/shadow' }),
  layer(
    'a hard link through a symbolic link',
    { name: 'd', type: 'symlink', linkname: '/etc' },
    { name: 'h', type: 'link', linkname: 'd/shadow' },
  ),
  layer('a block device', { name: 'disk', type: 'block-device', devmajor: 254, devminor: 0 }),
  layer('a character device', { name: 'mem', type: 'character-device', devmajor: 1, devminor: 1 }),
  layer('a named pipe', { name: 'pipe', type: 'fifo' }),
  layer('a whiteout that climbs', { name: '../../.wh.etc', content: '' }),
  layer('a whiteout of the parent folder', { name: 'a/.wh...', content: '' }),
  layer('a link in place of /proc', { name: 'proc', type: 'symlink', linkname: '/etc' }),
  layer('a link in place of /output', { name: 'output', type: 'symlink', linkname: '/etc' }),
  layer('escape sequences in a name', { name: 'a\u001b[2J', content: '' }),
  archive('a decompression bomb', 'image-too-large', async () =>
    ociEntries({ layers: [await tarOf([program, { name: 'zeros', content: Buffer.alloc(5 * 1024 ** 2) }])], config }),
  ),
  archive('a bomb behind the end of a layer', 'image-too-large', async () =>
    ociEntries({ layers: [Buffer.concat([await tarOf([program]), Buffer.alloc(5 * 1024 ** 2)])], config }),
  ),
  archive('a thousand empty files', 'image-too-large', async () =>
    ociEntries({ layers: [await tarOf(Array.from({ length: 1000 }, (_, at) => ({ name: `f/${at}`, content: '' })))], config }),
  ),
  archive('two hundred layers', 'image-invalid', async () =>
    ociEntries({ layers: Array<Buffer>(200).fill(await tarOf([program])), config }),
  ),
  archive('another architecture', 'image-platform', async () => ociEntries(await image('s390x'))),
  archive('nothing to start', 'image-invalid', async () => ociEntries({ layers: [await tarOf([program])] })),
  changed(
    'a layer with another digest',
    'image-digest-mismatch',
    (entries) => entries.map((entry) => (entry.name.endsWith('layer.tar') ? { ...entry, content: Buffer.alloc(1024) } : entry)),
    dockerEntries,
  ),
  changed('a blob that is a link to a file of the host', 'image-entry-refused', lastBlob({ type: 'symlink', linkname: '/etc/shadow' })),
  changed('an index that is a link', 'image-entry-refused', (entries) =>
    entries.map((entry) => (entry.name === 'index.json' ? { name: entry.name, type: 'symlink', linkname: '/etc/passwd' } : entry)),
  ),
  changed('an index that is given twice', 'image-entry-refused', (entries) => [...entries, { name: './index.json', content: '{}' }]),
  changed('a blob that is missing', 'image-invalid', (entries) => entries.slice(0, -1)),
  changed('a layer that is no archive', 'image-invalid', lastBlob({ content: 'not gzip' })),
];
