import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { uploadNotFound } from '../errors';
import { keySegments } from '../keys';
import type { UploadedPart } from '../port';
import { meter } from '../streams';
import type { UploadSize } from '../uploads';
import { checkComplete, checkUploadSize, decodeUploadId, encodeUploadId, expectedPartBytes, partCount } from '../uploads';
import { isMissing, moveIntoPlace, writeAtomically } from './atomic-file';
import type { AreaPaths } from './paths';
import { objectPath } from './paths';

const partName = (partNumber: number): string => `part-${String(partNumber).padStart(5, '0')}`;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Open uploads of one area: each is a folder with its key and the complete parts. */
export class LocalUploads {
  constructor(private readonly paths: AreaPaths) {}

  async create(key: string, size: UploadSize): Promise<string> {
    keySegments(key);
    checkUploadSize(size);
    const id = randomUUID();
    const folder = join(this.paths.uploads, id);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(join(folder, 'key'), key, { mode: 0o600 });
    return encodeUploadId(size, id);
  }

  /** The folder and sizes of an open upload; throws `upload-not-found`. */
  async open(key: string, uploadId: string): Promise<UploadSize & { folder: string }> {
    const { id, bytes, partBytes } = decodeUploadId(uploadId);
    if (!uuid.test(id)) throw uploadNotFound(key);
    const folder = join(this.paths.uploads, id);
    const owner = await readFile(join(folder, 'key'), 'utf8').catch(() => null);
    if (owner !== key) throw uploadNotFound(key);
    return { folder, bytes, partBytes };
  }

  /** Stores a part if exactly its bytes arrive; otherwise nothing is kept. */
  async writePart(key: string, uploadId: string, partNumber: number, source: Readable): Promise<{ sha256: string }> {
    const { folder, ...size } = await this.open(key, uploadId);
    const { through, result } = meter({ bytes: expectedPartBytes(size, partNumber) });
    await writeAtomically(join(folder, partName(partNumber)), folder, source, through);
    return result();
  }

  async parts(key: string, uploadId: string): Promise<UploadedPart[]> {
    const { folder } = await this.open(key, uploadId);
    const names = (await readdir(folder)).filter((name) => /^part-\d{5}$/.test(name)).sort();
    return Promise.all(
      names.map(async (name) => ({ partNumber: Number(name.slice('part-'.length)), bytes: (await stat(join(folder, name))).size })),
    );
  }

  /** Joins the parts into the object. The upload's folder is removed last, so that after a crash the upload can be completed again. */
  async complete(key: string, uploadId: string): Promise<void> {
    const { folder, ...size } = await this.open(key, uploadId);
    checkComplete(size, await this.parts(key, uploadId));
    const temporary = join(this.paths.temporary, `${randomUUID()}.tmp`);
    await mkdir(this.paths.temporary, { recursive: true, mode: 0o700 });
    try {
      await pipeline(joined(folder, partCount(size)), createWriteStream(temporary, { flags: 'wx', mode: 0o600, flush: true }));
      await moveIntoPlace(temporary, objectPath(this.paths, key));
    } catch (error) {
      await rm(temporary, { force: true });
      throw isMissing(error) ? uploadNotFound(key) : error; // completed or aborted by someone else meanwhile
    }
    await rm(folder, { recursive: true, force: true });
  }

  async abort(key: string, uploadId: string): Promise<void> {
    const upload = await this.open(key, uploadId).catch(() => null);
    if (upload) await rm(upload.folder, { recursive: true, force: true });
  }

  async expire(olderThanSeconds: number): Promise<number> {
    const limit = Date.now() - olderThanSeconds * 1000;
    const uploads = await olderThan(limit, this.paths.uploads, 'key');
    const leftovers = await olderThan(limit, this.paths.temporary, '');
    await Promise.all([...uploads, ...leftovers].map((path) => rm(path, { recursive: true, force: true })));
    return uploads.length;
  }
}

async function* joined(folder: string, count: number): AsyncGenerator<Buffer> {
  for (let partNumber = 1; partNumber <= count; partNumber++) yield* createReadStream(join(folder, partName(partNumber)));
}

/** Paths in `folder` older than `limit` (milliseconds), by the age of `file` in them or, without it, by their own. */
async function olderThan(limit: number, folder: string, file: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  const paths = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      const made = (await stat(join(path, file)).catch(() => stat(path).catch(() => null)))?.mtimeMs;
      return made !== undefined && made <= limit ? [path] : [];
    }),
  );
  return paths.flat();
}
