import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ParticipantFault } from '@unblind/contracts';
import { ImageFolder, MiB, config, image, limits, program } from '../../test/image-folder';
import { readImage } from './image';
import { unpackImage } from './unpack-image';
import { dockerEntries, ociEntries, tarOf, type TarEntry } from './write-archive';

const folder = new ImageFolder();
afterAll(() => folder.remove());

/** What refuses an archive, before and while unpacking, which must agree. */
async function refusalOf(archive: string, bounds = limits): Promise<ParticipantFault['detail']> {
  const fault: unknown = await readImage(archive, bounds).catch((error: unknown) => error);
  if (!(fault instanceof ParticipantFault)) throw new Error(`not refused by a participant's fault: ${String(fault)}`);
  const root = join(folder.path, 'refused');
  await expect(unpackImage(archive, root, bounds)).rejects.toMatchObject({ detail: fault.detail });
  expect(existsSync(root)).toBe(false);
  return fault.detail;
}

/** A tar stream with other bytes in the header of an entry, and the checksum made right again. */
function withHeader(layer: Buffer, name: string, offset: number, text: string): Buffer {
  const start = layer.indexOf(`${name}\0`);
  layer.write(text, start + offset, 'latin1');
  const sum = layer.subarray(start, start + 512).reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
  layer.write(`${sum.toString(8).padStart(6, '0')}\0 `, start + 148, 'latin1');
  return layer;
}

const refusalOfLayer = async (...entries: TarEntry[]): Promise<ParticipantFault['detail']> =>
  refusalOf(await folder.archiveOf(ociEntries(await image([program, ...entries]))));

describe('an image archive is refused by the name of what is wrong with it', () => {
  it.each<[string, TarEntry[], RegExp]>([
    ['a path that climbs', [{ name: '../../pwned', content: 'x' }], /pwned is refused: its path contains '\.\.'/],
    ['an absolute path', [{ name: '/etc/cron.d/pwned', content: 'x' }], /cron\.d\/pwned is refused: its path is absolute/],
    [
      'a file behind a link',
      [
        { name: 'd', type: 'symlink', linkname: '/tmp' },
        { name: 'd/pwned', content: 'x' },
      ],
      /d\/pwned.*behind a symbolic link/,
    ],
    ['a link that climbs', [{ name: 'a/b', type: 'symlink', linkname: '../../etc' }], /a\/b.*leaves the image's root/],
    ['a link that climbs and returns', [{ name: 'l', type: 'symlink', linkname: 'a/../../x' }], /l is refused.*leaves/],
    ['a hard link outwards', [{ name: 'h', type: 'link', linkname: '../../etc/shadow' }], /h is refused: its path contains/],
    [
      'a hard link to a file of the host',
      [{ name: 'h', type: 'link', linkname: '/etc/shadow' }],
      /h is refused: it is a hard link to what is not/,
    ],
    [
      'a hard link behind a link',
      [
        { name: 'd', type: 'symlink', linkname: '/etc' },
        { name: 'h', type: 'link', linkname: 'd/shadow' },
      ],
      /h is refused/,
    ],
    ['a hard link to itself', [{ name: 'app/run', type: 'link', linkname: 'app/run' }], /app\/run is refused: it is a hard link in place/],
    ['a block device', [{ name: 'vda', type: 'block-device', devmajor: 254, devminor: 0 }], /vda is refused: it is a device/],
    [
      'a character device',
      [{ name: 'dev/mem', type: 'character-device', devmajor: 1, devminor: 1 }],
      /dev\/mem is refused: it is a device/,
    ],
    ['a named pipe', [{ name: 'pipe', type: 'fifo' }], /pipe is refused: it is a named pipe/],
    ['a whiteout of the parent', [{ name: 'a/.wh...', content: '' }], /whiteout of nothing/],
    ['a whiteout of its folder', [{ name: '.wh..', content: '' }], /whiteout of nothing/],
    ['a whiteout that climbs', [{ name: '../../.wh.etc', content: '' }], /contains '\.\.'/],
    ['a file in place of a folder of the sandbox', [{ name: 'proc', content: 'x' }], /proc is refused: the sandbox mounts/],
    ['a link in place of a folder of the sandbox', [{ name: 'output', type: 'symlink', linkname: '/etc' }], /output is refused/],
    ['a file inside a file', [{ name: 'app/run/x', content: 'x' }], /inside what is a file/],
    ['a control character', [{ name: 'a\u001b[2Jb', content: 'x' }], /a\\u001b\[2Jb is refused/],
    ['a root that is a link', [{ name: './', type: 'symlink', linkname: '/' }], /replace the root/],
    ['folders without end', [{ name: 'd/'.repeat(101), type: 'directory' }], /more than 100 folders deep/],
  ])('%s', async (_name, entries, message) => {
    const detail = await refusalOfLayer(...entries);
    expect(detail.code).toBe('image-entry-refused');
    expect(detail.message).toMatch(message);
  });

  it('a sparse file, which tar calls by a letter of its own', async () => {
    const layer = withHeader(await tarOf([program, { name: 'sparse', content: 'x' }]), 'sparse', 156, 'S');
    const detail = await refusalOf(await folder.archiveOf(ociEntries({ layers: [layer], config })));
    expect(detail.message).toMatch(/sparse is refused: it is of a kind/);
  });

  it('a decompression bomb, by a bound on what comes out', async () => {
    const parts = await image([program, { name: 'zeros', content: Buffer.alloc(9 * MiB) }]);
    const archive = await folder.archiveOf(ociEntries(parts));
    expect(statSync(archive).size).toBeLessThan(MiB / 8);
    expect(await refusalOf(archive)).toMatchObject({ code: 'image-too-large', limit: { limit: 8 * MiB } });
  });

  it('a bomb behind the end of the tar stream', async () => {
    const layer = Buffer.concat([await tarOf([program]), Buffer.alloc(9 * MiB)]);
    expect(await refusalOf(await folder.archiveOf(ociEntries({ layers: [layer], config })))).toMatchObject({ code: 'image-too-large' });
  });

  it('a header that states more than there is', async () => {
    const layer = withHeader(await tarOf([program, { name: 'big', content: 'x' }]), 'big', 124, (7 * MiB).toString(8).padStart(11, '0'));
    expect((await refusalOf(await folder.archiveOf(ociEntries({ layers: [layer], config })))).code).toBe('image-invalid');
  });

  it('more files than a file system should be given', async () => {
    const many = Array.from({ length: 50 }, (_, i) => ({ name: `f/${i}`, content: '' }));
    const archive = await folder.archiveOf(ociEntries(await image([program, ...many])));
    const detail = await refusalOf(archive, { ...limits, entries: 40 });
    expect(detail).toMatchObject({ code: 'image-too-large', limit: { limit: 40 } });
  });

  it('files so small that only their blocks count', async () => {
    const many = Array.from({ length: 300 }, (_, i) => ({ name: `f/${i}`, content: 'x' }));
    const detail = await refusalOf(await folder.archiveOf(ociEntries(await image([program, ...many]))), { ...limits, unpackedBytes: MiB });
    expect(detail).toMatchObject({ code: 'image-too-large', limit: { limit: MiB } });
  });

  const changed = async (change: (entries: TarEntry[]) => TarEntry[], write = ociEntries): Promise<ParticipantFault['detail']> =>
    refusalOf(await folder.archiveOf(change(write(await image([program])))));

  it('a layer that is not what its digest says', async () => {
    const detail = await changed((entries) =>
      entries.map((entry, i) => (i === entries.length - 1 ? { ...entry, content: gzipSync('other') } : entry)),
    );
    expect(detail.code).toMatch(/image-(digest-mismatch|invalid)/);
  });

  it('a layer of an old archive that is not what the config says', async () => {
    const other = await tarOf([program, { name: 'extra', content: 'x' }]);
    const detail = await changed(
      (entries) => entries.map((entry) => (entry.name.endsWith('layer.tar') ? { ...entry, content: other } : entry)),
      dockerEntries,
    );
    expect(detail).toMatchObject({ code: 'image-digest-mismatch', subject: expect.stringContaining('layer.tar') });
  });

  it('a config that is not what its digest says', async () => {
    const detail = await changed((entries) => entries.map((entry, i) => (i === 2 ? { ...entry, content: '{}' } : entry)));
    expect(detail.code).toMatch(/image-(digest-mismatch|invalid)/);
  });

  it('an index that is given twice', async () => {
    const detail = await changed((entries) => [...entries, { name: './index.json', content: '{}' }]);
    expect(detail.message).toMatch(/index\.json is refused: the archive holds this name twice/);
  });

  it('a blob that is a link to a file of the host', async () => {
    const detail = await changed((entries) =>
      entries.map((entry, i) => (i === entries.length - 1 ? { name: entry.name, type: 'symlink', linkname: '/etc/shadow' } : entry)),
    );
    expect(detail.message).toMatch(/is refused: it is a link out of the archive/);
  });

  it('a blob that is not there', async () => {
    expect((await changed((entries) => entries.slice(0, -1))).message).toMatch(/the archive lacks blobs\/sha256/);
  });

  it('an image for another machine', async () => {
    const parts = { ...(await image([program])), architecture: 's390x' };
    expect(await refusalOf(await folder.archiveOf(ociEntries(parts)))).toMatchObject({ code: 'image-platform', got: 'linux/s390x' });
  });

  it('an image with nothing to start, or with settings that are none', async () => {
    const layers = [await tarOf([program])];
    for (const bad of [
      {},
      { Entrypoint: ['/a'], Env: ['no variable'] },
      { Entrypoint: ['/a\0b'] },
      { Entrypoint: ['/a'], WorkingDir: '../x' },
    ])
      expect((await refusalOf(await folder.archiveOf(ociEntries({ layers, config: bad })))).code).toBe('image-invalid');
  });

  it('an archive that was compressed as a whole', async () => {
    const path = join(folder.path, 'image.tar.gz');
    writeFileSync(path, gzipSync(readFileSync(await folder.archiveOf(ociEntries(await image([program]))))));
    expect(await refusalOf(path)).toMatchObject({ code: 'image-invalid', got: 'gzip', fix: expect.stringContaining('Decompress') });
  });

  it('what is no image at all', async () => {
    const path = join(folder.path, 'noise.tar');
    writeFileSync(path, Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 31) % 256)));
    expect((await refusalOf(path)).code).toBe('image-invalid');
    expect((await refusalOf(await folder.archiveOf([{ name: 'notes.txt', content: 'x' }]))).got).toBe('notes.txt');
  });
});
