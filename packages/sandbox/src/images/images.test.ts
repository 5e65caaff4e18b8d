import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ParticipantFault } from '@unblind/contracts';
import { z } from 'zod';
import { readImage } from './image';
import { imageLimitsFor } from './image-limits';
import { architectureName } from './platform';
import { unpackImage } from './unpack-image';
import { dockerEntries, ociEntries, tarOf, type ImageParts, type TarEntry } from './write-archive';

const MiB = 1024 ** 2;
const limits = imageLimitsFor(MiB);
const program: TarEntry = { name: 'app/run', mode: 0o755, content: '#!/bin/sh\n' };
const config = {
  Entrypoint: ['/app/run'],
  Cmd: ['--serve'],
  Env: ['PATH=/app', 'A=b=c'],
  WorkingDir: '/app',
  User: '0',
  Volumes: { '/etc': {} },
};

let folder = '';
let archives = 0;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'unblind-images-'))));
afterAll(() => rmSync(folder, { recursive: true }));

async function archiveOf(entries: readonly TarEntry[]): Promise<string> {
  const path = join(folder, `${archives++}.tar`);
  writeFileSync(path, await tarOf(entries));
  return path;
}

const image = async (...layers: TarEntry[][]): Promise<ImageParts> => ({ layers: await Promise.all(layers.map(tarOf)), config });

async function unpacked(...layers: TarEntry[][]): Promise<string> {
  const root = join(folder, `root-${archives}`);
  await unpackImage(await archiveOf(ociEntries(await image(...layers))), root, limits);
  return root;
}

/** What refuses an archive, before and while unpacking, which must agree. */
async function refusalOf(archive: string, bounds = limits): Promise<ParticipantFault['detail']> {
  const fault: unknown = await readImage(archive, bounds).catch((error: unknown) => error);
  if (!(fault instanceof ParticipantFault)) throw new Error(`not refused by a participant's fault: ${String(fault)}`);
  const root = join(folder, 'refused');
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
  refusalOf(await archiveOf(ociEntries(await image([program, ...entries]))));

describe('an image archive', () => {
  it.each([
    ['an OCI layout', ociEntries],
    ['docker save of old', dockerEntries],
  ])('is read whole without unpacking it: %s', async (_name, write) => {
    const read = await readImage(await archiveOf(write(await image([program], [{ name: 'more', content: 'x' }]))), limits);
    expect(read).toMatchObject({
      command: ['/app/run', '--serve'],
      environment: { PATH: '/app', A: 'b=c' },
      workingDirectory: '/app',
      layers: 2,
      entries: 3, // app, app/run, more
      unpackedBytes: 2 * 4096,
      digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    });
  });

  it('may name a layer by a link within the archive, as podman and older dockers do', async () => {
    const entries = dockerEntries(await image([program])).map((entry) =>
      entry.name.endsWith('layer.tar') ? { ...entry, name: 'layers/one.tar' } : entry,
    );
    const manifest = entries.find(({ name }) => name === 'manifest.json')?.content?.toString() ?? '';
    const named = /([0-9a-f]{64}\/layer\.tar)/.exec(manifest)?.[1] ?? '';
    const links = [
      { name: named, type: 'symlink' as const, linkname: '../layers/one.tar' },
      { name: 'unused', type: 'symlink' as const, linkname: 'nowhere' },
    ];
    expect(await readImage(await archiveOf([...entries, ...links]), limits)).toMatchObject({ layers: 1, command: ['/app/run', '--serve'] });
  });

  it('may hold an index of its own with attestations and other platforms, as buildx writes it', async () => {
    const entries = ociEntries(await image([program]));
    const index = z.object({ manifests: z.array(z.object({ digest: z.string(), size: z.number() })) });
    const [ours] = index.parse(JSON.parse(entries[1]?.content?.toString() ?? '')).manifests;
    const mediaType = 'application/vnd.oci.image.manifest.v1+json';
    const other = { mediaType, digest: `sha256:${'0'.repeat(64)}`, size: 1 };
    const nested = JSON.stringify({
      schemaVersion: 2,
      manifests: [
        { ...other, platform: { os: 'linux', architecture: 's390x' } },
        { mediaType, ...ours, platform: { os: 'linux', architecture: architectureName() } },
        {
          ...other,
          platform: { os: 'unknown', architecture: 'unknown' },
          annotations: { 'vnd.docker.reference.type': 'attestation-manifest' },
        },
      ],
    });
    const digest = createHash('sha256').update(nested).digest('hex');
    const outer = {
      schemaVersion: 2,
      manifests: [{ mediaType: 'application/vnd.oci.image.index.v1+json', digest: `sha256:${digest}`, size: nested.length }],
    };
    const wrapped = entries.map((entry) => (entry.name === 'index.json' ? { ...entry, content: JSON.stringify(outer) } : entry));
    const read = await readImage(await archiveOf([...wrapped, { name: `blobs/sha256/${digest}`, content: nested }]), limits);
    expect(read.digest).toBe(ours?.digest);
  });

  it('is unpacked layer over layer, with whiteouts applied', async () => {
    const root = await unpacked(
      [
        program,
        { name: 'a/old', content: '1' },
        { name: 'a/kept', content: '2' },
        { name: 'b/x', content: '3' },
        { name: 'c/y', content: '4' },
      ],
      [
        { name: './a/.wh.old', content: '' },
        { name: 'b/', type: 'directory' },
        { name: 'b/new', content: '5' },
        { name: 'b/.wh..wh..opq', content: '' },
        { name: '.wh.c', content: '' },
        { name: 'a/kept', content: 'newer' },
      ],
    );
    const names = readdirSync(root, { recursive: true }).map(String).sort();
    expect(names).toEqual(['a', 'a/kept', 'app', 'app/run', 'b', 'b/new', 'dev', 'input', 'output', 'proc', 'tmp']);
    expect(readFileSync(join(root, 'a/kept'), 'utf8')).toBe('newer');
  });

  it('keeps links of its own, and neither set-uid bits nor closed modes', async () => {
    const root = await unpacked([
      program,
      { name: 'bin', type: 'symlink', linkname: 'usr/bin' },
      { name: 'up/to', type: 'symlink', linkname: '/etc/passwd' },
      { name: 'again', type: 'link', linkname: 'app/run' },
      { name: 'suid', mode: 0o4711, content: 'x' },
      { name: 'secret', mode: 0o600, content: 'x' },
    ]);
    expect(readlinkSync(join(root, 'bin'))).toBe('usr/bin');
    expect(statSync(join(root, 'again')).ino).toBe(statSync(join(root, 'app/run')).ino);
    expect((statSync(join(root, 'suid')).mode & 0o7777).toString(8)).toBe('755');
    expect((statSync(join(root, 'secret')).mode & 0o7777).toString(8)).toBe('644');
  });

  it('takes names that are too long for a plain tar header', async () => {
    const name = `${'long/'.repeat(40)}${'n'.repeat(200)}`;
    expect(existsSync(join(await unpacked([program, { name, content: 'x' }]), name))).toBe(true);
  });

  describe('is refused by the name of what is wrong with it', () => {
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
      [
        'a hard link to itself',
        [{ name: 'app/run', type: 'link', linkname: 'app/run' }],
        /app\/run is refused: it is a hard link in place/,
      ],
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
      const detail = await refusalOf(await archiveOf(ociEntries({ layers: [layer], config })));
      expect(detail.message).toMatch(/sparse is refused: it is of a kind/);
    });

    it('a decompression bomb, by a bound on what comes out', async () => {
      const parts = await image([program, { name: 'zeros', content: Buffer.alloc(9 * MiB) }]);
      const archive = await archiveOf(ociEntries(parts));
      expect(statSync(archive).size).toBeLessThan(MiB / 8);
      expect(await refusalOf(archive)).toMatchObject({ code: 'image-too-large', limit: { limit: 8 * MiB } });
    });

    it('a bomb behind the end of the tar stream', async () => {
      const layer = Buffer.concat([await tarOf([program]), Buffer.alloc(9 * MiB)]);
      expect(await refusalOf(await archiveOf(ociEntries({ layers: [layer], config })))).toMatchObject({ code: 'image-too-large' });
    });

    it('a header that states more than there is', async () => {
      const layer = withHeader(await tarOf([program, { name: 'big', content: 'x' }]), 'big', 124, (7 * MiB).toString(8).padStart(11, '0'));
      expect((await refusalOf(await archiveOf(ociEntries({ layers: [layer], config })))).code).toBe('image-invalid');
    });

    it('more files than a file system should be given', async () => {
      const many = Array.from({ length: 50 }, (_, i) => ({ name: `f/${i}`, content: '' }));
      const archive = await archiveOf(ociEntries(await image([program, ...many])));
      const detail = await refusalOf(archive, { ...limits, entries: 40 });
      expect(detail).toMatchObject({ code: 'image-too-large', limit: { limit: 40 } });
    });

    it('files so small that only their blocks count', async () => {
      const many = Array.from({ length: 300 }, (_, i) => ({ name: `f/${i}`, content: 'x' }));
      const detail = await refusalOf(await archiveOf(ociEntries(await image([program, ...many]))), { ...limits, unpackedBytes: MiB });
      expect(detail).toMatchObject({ code: 'image-too-large', limit: { limit: MiB } });
    });

    const changed = async (change: (entries: TarEntry[]) => TarEntry[], write = ociEntries): Promise<ParticipantFault['detail']> =>
      refusalOf(await archiveOf(change(write(await image([program])))));

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
      expect(await refusalOf(await archiveOf(ociEntries(parts)))).toMatchObject({ code: 'image-platform', got: 'linux/s390x' });
    });

    it('an image with nothing to start, or with settings that are none', async () => {
      const layers = [await tarOf([program])];
      for (const bad of [
        {},
        { Entrypoint: ['/a'], Env: ['no variable'] },
        { Entrypoint: ['/a\0b'] },
        { Entrypoint: ['/a'], WorkingDir: '../x' },
      ])
        expect((await refusalOf(await archiveOf(ociEntries({ layers, config: bad })))).code).toBe('image-invalid');
    });

    it('an archive that was compressed as a whole', async () => {
      const path = join(folder, 'image.tar.gz');
      writeFileSync(path, gzipSync(readFileSync(await archiveOf(ociEntries(await image([program]))))));
      expect(await refusalOf(path)).toMatchObject({ code: 'image-invalid', got: 'gzip', fix: expect.stringContaining('Decompress') });
    });

    it('what is no image at all', async () => {
      const path = join(folder, 'noise.tar');
      writeFileSync(path, Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 31) % 256)));
      expect((await refusalOf(path)).code).toBe('image-invalid');
      expect((await refusalOf(await archiveOf([{ name: 'notes.txt', content: 'x' }]))).got).toBe('notes.txt');
    });
  });
});
