import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ImageFolder, image, limits, program } from '../../test/image-folder';
import { readImage } from './image';
import { architectureName } from './platform';
import { dockerEntries, ociEntries } from './write-archive';

const folder = new ImageFolder();
afterAll(() => folder.remove());

describe('an image archive', () => {
  it.each([
    ['an OCI layout', ociEntries],
    ['docker save of old', dockerEntries],
  ])('is read whole without unpacking it: %s', async (_name, write) => {
    const read = await readImage(await folder.archiveOf(write(await image([program], [{ name: 'more', content: 'x' }]))), limits);
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
    expect(await readImage(await folder.archiveOf([...entries, ...links]), limits)).toMatchObject({
      layers: 1,
      command: ['/app/run', '--serve'],
    });
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
    const read = await readImage(await folder.archiveOf([...wrapped, { name: `blobs/sha256/${digest}`, content: nested }]), limits);
    expect(read.digest).toBe(ours?.digest);
  });

  it('is unpacked layer over layer, with whiteouts applied', async () => {
    const root = await folder.unpacked(
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

  it('has no folders that only a whiteout names', async () => {
    const root = await folder.unpacked(
      [program, { name: 'b/z', content: '1' }],
      [
        { name: 'b/d/.wh.a', content: '' },
        { name: '.wh.b', content: '' },
      ],
    );
    expect(existsSync(join(root, 'b'))).toBe(false);
  });

  it('keeps links of its own, and neither set-uid bits nor closed modes', async () => {
    const root = await folder.unpacked([
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
    expect(existsSync(join(await folder.unpacked([program, { name, content: 'x' }]), name))).toBe(true);
  });
});
