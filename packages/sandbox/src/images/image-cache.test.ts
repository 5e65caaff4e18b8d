import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ImageCache, spaceOfImages } from './image-cache';
import { imageLimitsFor } from './image-limits';
import { ociEntries, tarOf } from './write-archive';

const KiB = 1024;
const limits = imageLimitsFor(1024 * KiB);
const sha256 = (letter: string): string => letter.repeat(64);

let folder = '';
let places = 0;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'unblind-cache-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const place = (): string => join(folder, `place-${places++}`);

async function open(limitBytes = 1024 * KiB): Promise<ImageCache> {
  const cache = new ImageCache(join(folder, 'images'), limitBytes);
  await cache.open();
  return cache;
}

/** Unpacks an image of that many KiB and puts it away. */
async function keepNew(cache: ImageCache, key: string, size = 16): Promise<void> {
  const archive = join(folder, 'image.tar');
  const entries = [
    { name: 'app/run', mode: 0o755, content: 'x'.repeat(size * KiB) },
    { name: 'app/link', type: 'symlink' as const, linkname: 'run' },
  ];
  writeFileSync(archive, await tarOf(ociEntries({ layers: [await tarOf(entries)], config: { Entrypoint: ['/app/run'], Env: ['A=b'] } })));
  const at = place();
  await cache.unpack(archive, at, limits);
  await cache.keep(key, at);
}

const has = async (cache: ImageCache, key: string): Promise<boolean> => {
  const at = place();
  const image = await cache.take(key, at);
  if (image) await cache.keep(key, at);
  return image !== null;
};

describe('unpacked images that are kept', () => {
  it('are there again as they were, each for one user at a time', async () => {
    const cache = await open();
    await keepNew(cache, sha256('a'));
    const at = place();
    const image = await cache.take(sha256('a'), at);
    expect(image).toMatchObject({ command: ['/app/run'], environment: { A: 'b' }, layers: 1, root: join(at, 'root') });
    expect(readFileSync(join(at, 'root/app/run'), 'utf8')).toHaveLength(16 * KiB);
    expect(await cache.take(sha256('a'), place())).toBeNull();
    await cache.keep(sha256('a'), at);
    expect(existsSync(at)).toBe(false);
    expect(await has(cache, sha256('a'))).toBe(true);
    expect(await has(cache, sha256('b'))).toBe(false);
  });

  it('are had by one of many that ask at the same moment', async () => {
    const [first, second] = [await open(), await open()];
    await keepNew(first, sha256('a'));
    const taken = await Promise.all(Array.from({ length: 20 }, (_, at) => (at % 2 === 0 ? first : second).take(sha256('a'), place())));
    expect(taken.filter((image) => image !== null)).toHaveLength(1);
  });

  it('are not used again where a byte, a name or a mode has changed', async () => {
    const cache = await open();
    const root = join(folder, 'images', sha256('a'), 'root');
    for (const change of [
      () => writeFileSync(join(root, 'app/run'), 'y'.repeat(16 * KiB)),
      () => writeFileSync(join(root, 'app/more'), ''),
      () => mkdirSync(join(root, 'app/folder')),
      () => chmodSync(join(root, 'app/run'), 0o644),
      () => rmSync(join(root, 'app/link')),
      () => rmSync(join(root, '../image.json')),
    ]) {
      await keepNew(cache, sha256('a'));
      change();
      const at = place();
      expect(await cache.take(sha256('a'), at)).toBeNull();
      expect(existsSync(at)).toBe(false);
      expect(await has(cache, sha256('a'))).toBe(false);
    }
  });

  it('take no more than the limit: the least recently used go', async () => {
    const cache = await open(64 * KiB);
    for (const key of ['a', 'b', 'c']) await keepNew(cache, sha256(key), 20);
    expect(await has(cache, sha256('a'))).toBe(true);
    await keepNew(cache, sha256('d'), 20);
    expect(readdirSync(join(folder, 'images')).sort()).toEqual([sha256('a'), sha256('c'), sha256('d')]);
    await keepNew(cache, sha256('e'), 100);
    expect(await has(cache, sha256('e'))).toBe(false);
    expect(await cache.space()).toMatchObject({ images: 3, bytes: 60 * KiB, limitBytes: 64 * KiB });
  });

  it('are swept at the start, after a process that was killed while it removed one, and after a lower limit', async () => {
    await keepNew(await open(), sha256('a'));
    const images = join(folder, 'images');
    mkdirSync(join(images, 'x.gone/root'), { recursive: true });
    mkdirSync(join(images, sha256('f'), 'root'), { recursive: true });
    await open();
    expect(readdirSync(images)).toEqual([sha256('a')]);
    await open(0);
    expect(readdirSync(images)).toEqual([]);
  });

  it('say what they take, and what is free, also where there are none', async () => {
    await keepNew(await open(), sha256('a'));
    const space = await spaceOfImages(join(folder, 'images'), 1);
    expect(space).toMatchObject({ images: 1, bytes: 16 * KiB, limitBytes: 1 });
    expect(space.freeBytes).toBeGreaterThan(0);
    expect(await spaceOfImages(join(folder, 'nowhere'), 1)).toMatchObject({ images: 0, bytes: 0 });
  });
});
