import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { ImageFolder, image, limits, program } from '../../test/image-folder';
import { readImage } from './image';
import { architectureName } from './platform';
import { dockerEntries, ociEntries, type TarEntry } from './write-archive';

const folder = new ImageFolder();
afterAll(() => folder.remove());

const read = async (entries: readonly TarEntry[]) => readImage(await folder.archiveOf(entries), limits);
const parts = () => image([program], [{ name: 'more', content: 'x' }]);
const docker = async () => dockerEntries(await parts());
const oci = async () => ociEntries(await parts());
const sha256 = (text: string | Uint8Array) => createHash('sha256').update(text).digest('hex');
const blob = (content: string): TarEntry => ({ name: `blobs/sha256/${sha256(content)}`, content });
const describeBlob = (content: string, mediaType: string, more: object = {}) => ({
  mediaType,
  digest: `sha256:${sha256(content)}`,
  size: content.length,
  ...more,
});
const whole = { layers: 2, command: ['/app/run', '--serve'], environment: { PATH: '/app', A: 'b=c' } };
const text = ({ content = '' }: TarEntry) => Buffer.from(content).toString();

/** The archive with a file of it changed, and others added. */
const changed = (entries: readonly TarEntry[], name: string, change: (content: string) => string, ...more: TarEntry[]): TarEntry[] => [
  ...entries.map((entry) => (entry.name === name ? { ...entry, content: change(text(entry)) } : entry)),
  ...more,
];

const mediaTypes = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
};

/** The layout with another index: it gets the descriptor of the image. */
async function withIndex(manifests: (ours: object) => object[], ...more: TarEntry[]): Promise<TarEntry[]> {
  return changed(
    await oci(),
    'index.json',
    (content) => {
      const [ours] = (JSON.parse(content) as { manifests: object[] }).manifests;
      return JSON.stringify({ schemaVersion: 2, manifests: manifests(ours ?? {}) });
    },
    ...more,
  );
}

describe('what builders write is read', () => {
  it('gzipped layers in a docker archive (crane, kaniko, jib, bazel)', async () => {
    const entries = (await docker()).map((entry) =>
      entry.name.endsWith('layer.tar') ? { ...entry, content: gzipSync(Buffer.from(entry.content ?? '')) } : entry,
    );
    expect(await read(entries)).toMatchObject(whole);
  });

  it('a config file of any name (jib), or named by its digest as crane and docker 25 do', async () => {
    const entries = await docker();
    const name = entries[0]?.name ?? '';
    for (const other of ['config.json', `sha256:${name.slice(0, 64)}`, `blobs/sha256/${name.slice(0, 64)}`]) {
      const renamed = entries.map((entry) => (entry.name === name ? { ...entry, name: other } : entry));
      expect(await read(changed(renamed, 'manifest.json', (content) => content.replace(name, other)))).toMatchObject(whole);
    }
  });

  it('but not a config that differs from the digest in its name', async () => {
    const entries = await docker();
    const other = changed(entries, entries[0]?.name ?? '', (content) => content.replace('--serve', '--other'));
    await expect(read(other)).rejects.toMatchObject({ detail: { code: 'image-digest-mismatch' } });
  });

  it('one image under two tags, in either format', async () => {
    const twice = changed(await docker(), 'manifest.json', (content) => content.replace(/^\[(.*)\]$/, '[$1,$1]'));
    expect(await read(twice)).toMatchObject(whole);
    const tagged = (ours: object, tag: string) => ({ ...ours, annotations: { 'org.opencontainers.image.ref.name': tag } });
    expect(await read(await withIndex((ours) => [tagged(ours, '1'), tagged(ours, 'latest')]))).toMatchObject(whole);
  });

  it('indexes in indexes, up to a depth', async () => {
    const nest = async (depth: number) => {
      let inner: object = {};
      const more: TarEntry[] = [];
      await withIndex((ours) => [(inner = ours)]);
      for (let level = 0; level < depth; level++) {
        const index = JSON.stringify({ schemaVersion: 2, manifests: [inner] });
        inner = describeBlob(index, mediaTypes.index);
        more.push(blob(index));
      }
      return read(await withIndex(() => [inner], ...more));
    };
    expect(await nest(2)).toMatchObject(whole);
    await expect(nest(8)).rejects.toThrow('nested more than 4 deep');
  });

  it('an image beside its SBOM, signature and attestations, and beside platforms that were not saved', async () => {
    const config = describeBlob('{}', 'application/vnd.oci.empty.v1+json');
    const layers = [describeBlob('{}', 'application/vnd.in-toto+json')];
    const sbom = JSON.stringify({ schemaVersion: 2, artifactType: 'application/spdx+json', config, layers });
    const signature = JSON.stringify({
      schemaVersion: 2,
      config: describeBlob('{}', 'application/vnd.oci.image.config.v1+json'),
      layers: [describeBlob('{}', 'application/vnd.dev.cosign.simplesigning.v1+json')],
    });
    const entries = await withIndex(
      (ours) => [
        describeBlob(sbom, mediaTypes.manifest),
        describeBlob(signature, mediaTypes.manifest),
        describeBlob('never saved', mediaTypes.manifest, { platform: { os: 'linux', architecture: 's390x' } }),
        ours,
      ],
      blob(sbom),
      blob(signature),
    );
    expect(await read(entries)).toMatchObject(whole);
  });

  it("the machine's own name for its architecture", async () => {
    const names: Record<string, string> = { amd64: 'x86_64', arm64: 'aarch64' };
    const architecture = names[architectureName()] ?? architectureName();
    expect(await read(dockerEntries({ ...(await parts()), architecture }))).toMatchObject(whole);
  });

  it('a layer that is a hard link to another file of the archive, also through a second link', async () => {
    const entries = (await docker()).map((entry) => (entry.name.endsWith('layer.tar') ? { ...entry, name: `real/${entry.name}` } : entry));
    const links = entries
      .filter(({ name }) => name.startsWith('real/'))
      .flatMap(({ name }): TarEntry[] => [
        { name: `between/${name}`, type: 'link', linkname: name },
        { name: name.replace('real/', ''), type: 'link', linkname: `between/${name}` },
      ]);
    expect(await read([...entries, ...links])).toMatchObject(whole);
  });
});

describe('what would be unpacked to something else is refused by name', () => {
  const sparse = { 'GNU.sparse.major': '1', 'GNU.sparse.minor': '0', 'GNU.sparse.name': 'app/data', 'GNU.sparse.realsize': '4096' };
  it.each<[string, TarEntry, RegExp]>([
    ['a sparse file as GNU tar writes it', { name: 'app/GNUSparseFile.0/data', content: 'x', pax: sparse }, /app\/data.*GNU\.sparse/],
    ['a name that is not UTF-8', { name: 'caf\uFFFD', content: 'x' }, /its name is not UTF-8/],
    ['a link to what is not UTF-8', { name: 'l', type: 'symlink', linkname: 'caf\uFFFD' }, /its target is not UTF-8/],
  ])('%s', async (_what, entry, message) => {
    await expect(read(ociEntries(await image([program, entry])))).rejects.toMatchObject({
      detail: { code: 'image-entry-refused', message: expect.stringMatching(message) as string },
    });
  });

  it('a layer in a compression other than gzip, told by its bytes', async () => {
    const zstd = Buffer.from('28b52ffd0000', 'hex');
    const entries = (await docker()).map((entry) => (entry.name.endsWith('layer.tar') ? { ...entry, content: zstd } : entry));
    await expect(read(entries)).rejects.toMatchObject({ detail: { code: 'image-invalid', got: 'zstd' } });
  });
});
