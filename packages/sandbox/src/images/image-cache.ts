import { randomUUID } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, stat, statfs, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { ImageLimits } from './image-limits';
import { treeDigest } from './tree-digest';
import { unpackImage, type UnpackedImage } from './unpack-image';

const Kept = z.object({
  digest: z.string(),
  layers: z.number(),
  entries: z.number(),
  unpackedBytes: z.number(),
  command: z.array(z.string()),
  environment: z.record(z.string(), z.string()),
  workingDirectory: z.string(),
  /** Of the root as it was unpacked. */
  tree: z.string(),
});

/** What unpacked images take on a machine. */
export interface ImageSpace {
  folder: string;
  images: number;
  bytes: number;
  limitBytes: number;
  freeBytes: number;
}

const NotThere = z.object({ code: z.enum(['ENOENT', 'ENOTEMPTY', 'EEXIST']) });

/** Where nothing else is set: a dozen images with a deep-learning library. */
export const imageCacheBytes = 10 * 1024 ** 3;

const goneSuffix = '.gone';

/**
 * Unpacked images, kept between the steps of an evaluation by the sha256 of their archive. What is taken is moved out into a place
 * of the taker's own and moved back afterwards: a move is atomic, so runner processes that share the folder never share an image,
 * nothing that is in use is removed, and what a killed runner had lies in its work folder and goes with that. Before it is used
 * again an image is held against the digest of what was unpacked. The least recently used go first.
 */
export class ImageCache {
  constructor(
    private readonly folder: string,
    /** 0: nothing is kept. */
    private readonly limitBytes: number,
  ) {}

  /** Removes what an earlier process was removing or did not finish, and what is over the limit. */
  async open(): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o755 });
    for (const name of await readdir(this.folder)) if (name.endsWith(goneSuffix)) await remove(join(this.folder, name));
    await this.trim();
  }

  /** Moves a kept image to `place`, on the same file system, which does not exist yet. Null: it is not here, or not what it was. */
  async take(sha256: string, place: string): Promise<UnpackedImage | null> {
    if (!(await moved(join(this.folder, sha256), place))) return null;
    const root = join(place, 'root');
    const kept = await readKept(place);
    if (kept && (await treeDigest(root).catch(() => null)) === kept.tree) {
      const { tree: _tree, ...image } = kept;
      return { ...image, root };
    }
    await remove(place);
    return null;
  }

  /** Unpacks an archive into `place`, so that it can be kept. @throws ParticipantFault */
  async unpack(archive: string, place: string, limits: ImageLimits): Promise<UnpackedImage> {
    await mkdir(place, { mode: 0o755 });
    const { root, ...image } = await unpackImage(archive, join(place, 'root'), limits);
    const kept: z.input<typeof Kept> = { ...image, tree: await treeDigest(root) };
    await writeFile(join(place, 'image.json'), JSON.stringify(kept));
    return { ...image, root };
  }

  /** Moves the image at `place` here, or removes it where there is no room or another has put the same one here. */
  async keep(sha256: string, place: string): Promise<void> {
    const kept = await readKept(place);
    if (!kept || kept.unpackedBytes > this.limitBytes) return remove(place);
    const now = new Date();
    await utimes(place, now, now);
    if (!(await moved(place, join(this.folder, sha256)))) await remove(place);
    await this.trim();
  }

  space(): Promise<ImageSpace> {
    return spaceOfImages(this.folder, this.limitBytes);
  }

  private async trim(): Promise<void> {
    const images = await listImages(this.folder);
    let bytes = 0;
    for (const image of images.sort((a, b) => b.usedAt - a.usedAt)) {
      bytes += image.bytes ?? 0;
      // Without a readable record it is of no use.
      if (image.bytes !== null && bytes <= this.limitBytes) continue;
      // Another process may take it or remove it at this very moment: the one whose move succeeds has it.
      const gone = join(this.folder, `${randomUUID()}${goneSuffix}`);
      if (await moved(image.path, gone)) await remove(gone);
    }
  }
}

/** Of a runner's cache, also where that runner is not running. */
export async function spaceOfImages(folder: string, limitBytes: number): Promise<ImageSpace> {
  const images = await listImages(folder);
  const { bavail, bsize } = await statfs(folder).catch(() => statfs('.'));
  const bytes = images.reduce((sum, image) => sum + (image.bytes ?? 0), 0);
  return { folder, images: images.length, bytes, limitBytes, freeBytes: bavail * bsize };
}

async function listImages(folder: string): Promise<{ path: string; bytes: number | null; usedAt: number }[]> {
  const names = await readdir(folder).catch(() => []);
  const found = await Promise.all(
    names
      .filter((name) => !name.endsWith(goneSuffix))
      .map(async (name) => {
        const path = join(folder, name);
        const [there, kept] = [await stat(path).catch(() => null), await readKept(path)];
        return there ? [{ path, bytes: kept?.unpackedBytes ?? null, usedAt: there.mtimeMs }] : [];
      }),
  );
  return found.flat();
}

async function readKept(place: string): Promise<z.infer<typeof Kept> | null> {
  try {
    return Kept.parse(JSON.parse(await readFile(join(place, 'image.json'), 'utf8')));
  } catch {
    return null;
  }
}

/** False where there is nothing to move, or something in its place already. */
async function moved(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (NotThere.safeParse(error).success) return false;
    throw error;
  }
}

const remove = (path: string): Promise<void> => rm(path, { recursive: true, force: true });
