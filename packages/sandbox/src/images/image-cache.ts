import { randomUUID } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, stat, statfs, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { ImageLimits } from './image-limits';
import { treeDigest } from './tree-digest';
import { unpackImage, type UnpackedImage } from './unpack-image';

/** What is known of an unpacked image besides its root. */
export const UnpackedImageFacts = z.object({
  digest: z.string(),
  layers: z.number(),
  entries: z.number(),
  unpackedBytes: z.number(),
  command: z.array(z.string()),
  environment: z.record(z.string(), z.string()),
  workingDirectory: z.string(),
});

/** With the digest of the root file system as it was unpacked. */
const ImageRecord = UnpackedImageFacts.extend({ tree: z.string() });

/** The disk space that unpacked images take on a machine. */
export interface ImageSpace {
  folder: string;
  images: number;
  bytes: number;
  limitBytes: number;
  freeBytes: number;
}

const MoveConflict = z.object({ code: z.enum(['ENOENT', 'ENOTEMPTY', 'EEXIST']) });

/** Default limit: about a dozen images with a deep-learning library. */
export const imageCacheBytes = 10 * 1024 ** 3;

const removingSuffix = '.gone';

/**
 * Keeps unpacked images between the steps of an evaluation, by the sha256 of their archive. `take` moves an image into the caller's
 * folder and `keep` moves it back. A move is atomic, so runner processes that share the cache never share an image, and an image in
 * use is never removed; the image of a killed runner lies in its work folder and is removed with it. Before an image is used again,
 * its digest is compared with that of the unpacked image. The least recently used images are removed first.
 */
export class ImageCache {
  constructor(
    private readonly folder: string,
    /** 0 keeps nothing. */
    private readonly limitBytes: number,
    private readonly unpackArchive: typeof unpackImage = unpackImage,
  ) {}

  /** Removes images that an earlier process did not finish removing, and images over the limit. */
  async open(): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o755 });
    for (const name of await readdir(this.folder)) if (name.endsWith(removingSuffix)) await remove(join(this.folder, name));
    await this.trim();
  }

  /** Moves a kept image to `place`, a new path on the same file system. Null if the cache lacks the image, or the image was changed. */
  async take(sha256: string, place: string): Promise<UnpackedImage | null> {
    if (!(await moved(join(this.folder, sha256), place))) return null;
    const root = join(place, 'root');
    const kept = await readRecord(place);
    if (kept !== null && kept.tree === (await treeDigest(root).catch(() => null))) {
      const { tree: _tree, ...image } = kept;
      return { ...image, root };
    }
    await remove(place);
    return null;
  }

  /** Unpacks an archive into `place`, so that `keep` can store it. @throws ParticipantFault */
  async unpack(archive: string, place: string, limits: ImageLimits): Promise<UnpackedImage> {
    await mkdir(place, { mode: 0o755 });
    const { root, ...image } = await this.unpackArchive(archive, join(place, 'root'), limits);
    const kept: z.input<typeof ImageRecord> = { ...image, tree: await treeDigest(root) };
    await writeFile(join(place, 'image.json'), JSON.stringify(kept));
    return { ...image, root };
  }

  /** Moves the image at `place` into the cache, or removes it if there is no room or the cache already has it. */
  async keep(sha256: string, place: string): Promise<void> {
    const kept = await readRecord(place);
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
      // An image without a readable record cannot be used.
      if (image.bytes !== null && bytes <= this.limitBytes) continue;
      // Another process may take or remove the image at the same moment; only the process whose move succeeds has it.
      const gone = join(this.folder, `${randomUUID()}${removingSuffix}`);
      if (await moved(image.path, gone)) await remove(gone);
    }
  }
}

/** The space of a runner's cache, even if that runner is not running. */
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
      .filter((name) => !name.endsWith(removingSuffix))
      .map(async (name) => {
        const path = join(folder, name);
        const [there, kept] = [await stat(path).catch(() => null), await readRecord(path)];
        return there ? [{ path, bytes: kept?.unpackedBytes ?? null, usedAt: there.mtimeMs }] : [];
      }),
  );
  return found.flat();
}

async function readRecord(place: string): Promise<z.infer<typeof ImageRecord> | null> {
  try {
    return ImageRecord.parse(JSON.parse(await readFile(join(place, 'image.json'), 'utf8')));
  } catch {
    return null;
  }
}

/** False if there is nothing to move, or the target exists already. */
async function moved(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (MoveConflict.safeParse(error).success) return false;
    throw error;
  }
}

const remove = (path: string): Promise<void> => rm(path, { recursive: true, force: true });
