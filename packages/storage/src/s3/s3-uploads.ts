import { checkComplete, checkUploadSize, decodeUploadId, encodeUploadId, expectedPartBytes } from '../uploads';
import type { UploadSize } from '../uploads';
import type { UploadedPart } from '../port';
import type { S3Client } from './client';

/** Multipart uploads of one bucket. S3 keeps the parts; the upload id contains the expected sizes. */
export class S3Uploads {
  constructor(
    private readonly client: S3Client,
    /** Signs URLs for the endpoint that browsers use. */
    private readonly signer: S3Client,
    private readonly bucket: string,
  ) {}

  async create(key: string, size: UploadSize): Promise<string> {
    checkUploadSize(size);
    return encodeUploadId(size, await this.client.initiateNewMultipartUpload(this.bucket, key, {}));
  }

  async signPart(key: string, uploadId: string, partNumber: number, expiresSeconds: number): Promise<string> {
    const upload = decodeUploadId(uploadId);
    expectedPartBytes(upload, partNumber);
    return this.signer.presignedUrl('PUT', this.bucket, key, expiresSeconds, { partNumber: String(partNumber), uploadId: upload.id });
  }

  async parts(key: string, uploadId: string): Promise<UploadedPart[]> {
    const parts = await this.client.uploadedParts(this.bucket, key, decodeUploadId(uploadId).id);
    return parts.map(({ partNumber, bytes }) => ({ partNumber, bytes }));
  }

  async complete(key: string, uploadId: string): Promise<void> {
    const { id, ...size } = decodeUploadId(uploadId);
    const parts = await this.client.uploadedParts(this.bucket, key, id);
    checkComplete(size, parts);
    await this.completeWith(key, id, parts);
  }

  async abort(key: string, uploadId: string): Promise<void> {
    await this.client.abortMultipartUpload(this.bucket, key, decodeUploadId(uploadId).id);
  }

  /** Uploads buffers as the parts of one object, which appears only when all are stored; a failing source leaves nothing. */
  async send(key: string, chunks: AsyncIterable<Buffer>): Promise<void> {
    const id = await this.client.initiateNewMultipartUpload(this.bucket, key, {});
    try {
      let partNumber = 0;
      for await (const chunk of chunks) {
        const query = `partNumber=${++partNumber}&uploadId=${encodeURIComponent(id)}`;
        const headers = { 'Content-Length': chunk.length };
        await this.client.makeRequestAsyncOmit({ method: 'PUT', bucketName: this.bucket, objectName: key, query, headers }, chunk);
      }
      await this.completeWith(key, id, await this.client.uploadedParts(this.bucket, key, id));
    } catch (error) {
      await this.client.abortMultipartUpload(this.bucket, key, id).catch(() => undefined);
      throw error;
    }
  }

  async expire(olderThanSeconds: number): Promise<number> {
    const limit = Date.now() - olderThanSeconds * 1000;
    let [expired, keyMarker, idMarker, more] = [0, '', '', true];
    while (more) {
      const page = await this.client.listIncompleteUploadsQuery(this.bucket, '', keyMarker, idMarker, '');
      for (const upload of page.uploads) {
        if (upload.initiated.getTime() > limit) continue;
        // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-conversion -- the client parses a key of digits as a number
        await this.client.abortMultipartUpload(this.bucket, String(upload.key), upload.uploadId);
        expired++;
      }
      [keyMarker, idMarker, more] = [page.nextKeyMarker, page.nextUploadIdMarker, page.isTruncated];
    }
    return expired;
  }

  private async completeWith(key: string, id: string, parts: readonly { partNumber: number; etag: string }[]): Promise<void> {
    const etags = parts.map(({ partNumber, etag }) => ({ part: partNumber, etag }));
    await this.client.completeMultipartUpload(this.bucket, key, id, etags);
  }
}
