import type { Readable } from 'node:stream';
import type { Area } from '../areas';
import { mayBeReadByUrl } from '../areas';
import { contentDisposition } from '../content-disposition';
import { StorageError, errorCode, objectMissing, readUrlRefused, uploadNotFound } from '../errors';
import { checkPrefix, keySegments } from '../keys';
import type { SignedGet, StorageArea, StoredObject, UploadedPart } from '../port';
import { asReadable, downloadTo, inChunks, meter, sha256Of } from '../streams';
import type { UploadSize } from '../uploads';
import { completeOnce } from '../uploads';
import type { S3Client } from './client';
import { portError } from './faults';
import { S3Uploads } from './s3-uploads';

/** The part size of a stream: the memory that one put needs, and with S3's 10,000 parts a limit of 156 GiB per object. */
const chunkBytes = 16 * 1024 * 1024;

export class S3Area implements StorageArea {
  private readonly uploads: S3Uploads;

  constructor(
    readonly name: Area,
    private readonly bucket: string,
    private readonly client: S3Client,
    private readonly signer: S3Client,
  ) {
    this.uploads = new S3Uploads(client, signer, bucket);
  }

  async put(key: string, data: Buffer | Readable, { sha256 }: { sha256?: string } = {}): Promise<StoredObject> {
    const source = asReadable(data);
    const { through, result } = meter({ sha256 });
    source.on('error', (error) => through.destroy(error));
    return this.ask(key, async () => {
      const chunks = inChunks(source.pipe(through), chunkBytes);
      const first = await chunks.next();
      const second = first.done ? first : await chunks.next();
      if (second.done) {
        const whole = first.done ? Buffer.alloc(0) : first.value;
        await this.client.putObject(this.bucket, key, whole, whole.length);
      } else await this.uploads.send(key, following([first.value, second.value], chunks));
      return { key, bytes: result().bytes, modifiedAt: new Date() };
    }).finally(() => source.destroy());
  }

  async get(key: string): Promise<Readable> {
    return this.ask(key, () => this.client.getObject(this.bucket, key));
  }

  async getRange(key: string, { offset, length }: { offset: number; length: number }): Promise<Readable> {
    return this.ask(key, () => this.client.getPartialObject(this.bucket, key, offset, length));
  }

  async stat(key: string): Promise<StoredObject | null> {
    return this.ask(key, async () => {
      try {
        const { size, lastModified } = await this.client.statObject(this.bucket, key);
        return { key, bytes: size, modifiedAt: lastModified };
      } catch (error) {
        if (errorCode(error) === 'NotFound' || errorCode(error) === 'NoSuchKey') return null;
        throw error;
      }
    });
  }

  async sha256(key: string): Promise<string> {
    return sha256Of(await this.get(key));
  }

  async download(key: string, path: string): Promise<{ bytes: number; sha256: string }> {
    return downloadTo(await this.get(key), path);
  }

  async delete(key: string): Promise<void> {
    await this.ask(key, () => this.client.removeObject(this.bucket, key));
  }

  async *list(prefix: string): AsyncGenerator<StoredObject> {
    checkPrefix(prefix);
    const items: AsyncIterable<{ name?: string; size: number; lastModified?: Date }> = this.client.listObjectsV2(this.bucket, prefix, true);
    try {
      for await (const { name, size, lastModified } of items)
        if (name !== undefined && lastModified) yield { key: name, bytes: size, modifiedAt: lastModified };
    } catch (error) {
      throw portError(error, this.name);
    }
  }

  async signGet(key: string, { expiresSeconds, filename, by }: SignedGet): Promise<string> {
    if (!mayBeReadByUrl(this.name, by)) throw readUrlRefused(this.name);
    const headers = {
      'response-content-disposition': contentDisposition(filename),
      'response-content-type': 'application/octet-stream',
    };
    return this.ask(key, () => this.signer.presignedGetObject(this.bucket, key, expiresSeconds, headers));
  }

  async createUpload(key: string, size: UploadSize): Promise<string> {
    return this.askUpload(key, () => this.uploads.create(key, size));
  }

  async signPart(key: string, uploadId: string, partNumber: number, { expiresSeconds }: { expiresSeconds: number }): Promise<string> {
    return this.askUpload(key, () => this.uploads.signPart(key, uploadId, partNumber, expiresSeconds));
  }

  async listParts(key: string, uploadId: string): Promise<UploadedPart[]> {
    return this.askUpload(key, () => this.uploads.parts(key, uploadId));
  }

  async completeUpload(key: string, uploadId: string): Promise<StoredObject> {
    return completeOnce(this, key, uploadId, () => this.askUpload(key, () => this.uploads.complete(key, uploadId)));
  }

  async abortUpload(key: string, uploadId: string): Promise<void> {
    await this.askUpload(key, () => this.uploads.abort(key, uploadId)).catch((error: unknown) => {
      if (!(error instanceof StorageError && error.code === 'upload-not-found')) throw error;
    });
  }

  async expireUploads(olderThanSeconds: number): Promise<number> {
    return this.uploads.expire(olderThanSeconds).catch((error: unknown) => {
      throw portError(error, this.name);
    });
  }

  /** Sends every request: checks the key first, and translates S3's errors to those of the port. */
  private async ask<T>(key: string, request: () => Promise<T>, missing: () => Error = () => objectMissing(this.name, key)): Promise<T> {
    keySegments(key);
    try {
      return await request();
    } catch (error) {
      throw portError(error, this.name, missing);
    }
  }

  private askUpload<T>(key: string, request: () => Promise<T>): Promise<T> {
    return this.ask(key, request, () => uploadNotFound(key));
  }
}

async function* following(first: readonly Buffer[], rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield* first;
  yield* rest;
}
