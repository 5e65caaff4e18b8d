import type { FileHandle } from 'node:fs/promises';
import { mkdir, open, rm, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { Area } from '../areas';
import { mayBeReadByUrl } from '../areas';
import { StorageError, objectMissing, readUrlRefused } from '../errors';
import { checkPrefix } from '../keys';
import type { SignedGet, StorageArea, StoredObject, UploadedPart } from '../port';
import { asReadable, downloadTo, meter, sha256Of } from '../streams';
import type { UploadSize } from '../uploads';
import { completeOnce, decodeUploadId, expectedPartBytes } from '../uploads';
import { isMissing, writeAtomically } from './atomic-file';
import { listObjects } from './list-objects';
import { LocalUploads } from './local-uploads';
import type { AreaPaths } from './paths';
import { objectPath } from './paths';
import type { SignedLink } from './signing';

/** Turns a link without its expiry into a URL. */
export type Sign = (link: Omit<SignedLink, 'expires'>, expiresSeconds: number) => string;

export class LocalArea implements StorageArea {
  readonly uploads: LocalUploads;

  constructor(
    readonly name: Area,
    private readonly paths: AreaPaths,
    private readonly sign: Sign,
  ) {
    this.uploads = new LocalUploads(paths);
  }

  async put(key: string, data: Buffer | Readable, { sha256 }: { sha256?: string } = {}): Promise<StoredObject> {
    const target = objectPath(this.paths, key);
    await mkdir(this.paths.temporary, { recursive: true, mode: 0o700 });
    const { through, result } = meter({ sha256 });
    await writeAtomically(target, this.paths.temporary, asReadable(data), through);
    return { key, bytes: result().bytes, modifiedAt: new Date() };
  }

  async get(key: string): Promise<Readable> {
    return (await this.openObject(key)).createReadStream();
  }

  async getRange(key: string, { offset, length }: { offset: number; length: number }): Promise<Readable> {
    const file = await this.openObject(key);
    const { size } = await file.stat();
    if (offset < size && length > 0) return file.createReadStream({ start: offset, end: offset + length - 1 });
    await file.close();
    throw new StorageError(
      'range-not-satisfiable',
      `${key} has ${size} bytes; ${length} from ${offset} were asked for.`,
      'Ask for bytes inside it.',
    );
  }

  async stat(key: string): Promise<StoredObject | null> {
    try {
      const found = await stat(objectPath(this.paths, key));
      return found.isFile() ? { key, bytes: found.size, modifiedAt: found.mtime } : null;
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  async sha256(key: string): Promise<string> {
    return sha256Of(await this.get(key));
  }

  async download(key: string, path: string): Promise<{ bytes: number; sha256: string }> {
    return downloadTo(await this.get(key), path);
  }

  async delete(key: string): Promise<void> {
    await rm(objectPath(this.paths, key), { force: true });
  }

  list(prefix: string): AsyncIterable<StoredObject> {
    checkPrefix(prefix);
    return listObjects(this.paths.objects, prefix);
  }

  async signGet(key: string, { expiresSeconds, filename, by }: SignedGet): Promise<string> {
    if (!mayBeReadByUrl(this.name, by)) throw readUrlRefused(this.name);
    return this.sign({ method: 'GET', area: this.name, key, parameters: { filename } }, expiresSeconds);
  }

  async createUpload(key: string, size: UploadSize): Promise<string> {
    return this.uploads.create(key, size);
  }

  async signPart(key: string, uploadId: string, partNumber: number, { expiresSeconds }: { expiresSeconds: number }): Promise<string> {
    expectedPartBytes(decodeUploadId(uploadId), partNumber);
    const parameters = { uploadId, partNumber: String(partNumber) };
    return this.sign({ method: 'PUT', area: this.name, key, parameters }, expiresSeconds);
  }

  async listParts(key: string, uploadId: string): Promise<UploadedPart[]> {
    return this.uploads.parts(key, uploadId);
  }

  async completeUpload(key: string, uploadId: string): Promise<StoredObject> {
    return completeOnce(this, key, uploadId, () => this.uploads.complete(key, uploadId));
  }

  async abortUpload(key: string, uploadId: string): Promise<void> {
    await this.uploads.abort(key, uploadId);
  }

  async expireUploads(olderThanSeconds: number): Promise<number> {
    return this.uploads.expire(olderThanSeconds);
  }

  private async openObject(key: string): Promise<FileHandle> {
    try {
      return await open(objectPath(this.paths, key));
    } catch (error) {
      throw isMissing(error) ? objectMissing(this.name, key) : error;
    }
  }
}
