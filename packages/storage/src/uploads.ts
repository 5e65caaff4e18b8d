import { StorageError, uploadNotFound } from './errors';
import type { StorageArea, StoredObject, UploadedPart } from './port';

/** S3's limits, kept by every adapter so that all behave alike. */
export const minimumPartBytes = 5 * 1024 * 1024;
export const maximumParts = 10_000;

export interface UploadSize {
  bytes: number;
  partBytes: number;
}

/** Puts the sizes into the upload id, because S3 cannot store them with an open upload. */
export function encodeUploadId({ bytes, partBytes }: UploadSize, id: string): string {
  return `${bytes}-${partBytes}-${id}`;
}

export function decodeUploadId(uploadId: string): UploadSize & { id: string } {
  const [, bytes, partBytes, id] = /^([1-9]\d{0,15})-([1-9]\d{0,15})-(.{1,1024})$/.exec(uploadId) ?? [];
  if (!bytes || !partBytes || !id)
    throw new StorageError('upload-invalid', 'The upload id is not valid.', 'Pass the id that createUpload returned.');
  return { bytes: Number(bytes), partBytes: Number(partBytes), id };
}

export function checkUploadSize({ bytes, partBytes }: UploadSize): void {
  const parts = Math.ceil(bytes / partBytes);
  const whole = Number.isSafeInteger(bytes) && Number.isSafeInteger(partBytes) && bytes > 0 && partBytes > 0;
  if (whole && (parts === 1 || partBytes >= minimumPartBytes) && parts <= maximumParts) return;
  throw new StorageError(
    'upload-invalid',
    `An upload of ${bytes} bytes in parts of ${partBytes} bytes is not possible.`,
    `Use whole numbers above 0, parts of at least ${minimumPartBytes} bytes (unless one part holds all) and at most ${maximumParts} parts.`,
  );
}

export const partCount = ({ bytes, partBytes }: UploadSize): number => Math.ceil(bytes / partBytes);

/** The exact size of part `partNumber` (from 1): `partBytes`, except for the last part. */
export function expectedPartBytes(size: UploadSize, partNumber: number): number {
  const parts = partCount(size);
  if (!Number.isInteger(partNumber) || partNumber < 1 || partNumber > parts)
    throw new StorageError('upload-invalid', `Part ${partNumber} does not exist.`, `This upload has parts 1 to ${parts}.`);
  return partNumber < parts ? size.partBytes : size.bytes - (parts - 1) * size.partBytes;
}

/** Throws unless all parts are present with their exact sizes, so that the total is exact too. */
export function checkComplete(size: UploadSize, parts: readonly UploadedPart[]): void {
  const stored = new Map(parts.map((part) => [part.partNumber, part.bytes]));
  const wrong = Array.from({ length: partCount(size) }, (_, index) => index + 1).filter(
    (partNumber) => stored.get(partNumber) !== expectedPartBytes(size, partNumber),
  );
  if (wrong.length === 0) return;
  const came = [...stored.values()].reduce((sum, bytes) => sum + bytes, 0);
  throw new StorageError(
    'upload-incomplete',
    `Expected ${size.bytes} bytes, got ${came}: ${wrong.length} of ${partCount(size)} parts are missing or have the wrong size.`,
    'Send these parts again, then complete the upload.',
    wrong,
  );
}

/** Completes an upload. If it was already completed but the response was lost, finds the object instead. */
export async function completeOnce(
  area: Pick<StorageArea, 'stat'>,
  key: string,
  uploadId: string,
  complete: () => Promise<void>,
): Promise<StoredObject> {
  const failure = await complete().then(
    () => null,
    (error: unknown) => {
      if (error instanceof StorageError && error.code === 'upload-not-found') return error;
      throw error;
    },
  );
  const found = await area.stat(key);
  if (found && (failure === null || found.bytes === decodeUploadId(uploadId).bytes)) return found;
  throw failure ?? uploadNotFound(key);
}
