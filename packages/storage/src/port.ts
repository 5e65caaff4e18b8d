import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import type { Area } from './areas';

export interface StoredObject {
  key: string;
  bytes: number;
  modifiedAt: Date;
}

export interface UploadedPart {
  /** From 1. */
  partNumber: number;
  bytes: number;
}

export interface SignedGet {
  expiresSeconds: number;
  filename: string;
  /** Who will have the URL; default: anybody. */
  by?: 'anybody' | 'runner';
}

/** One area of the store. Keys are slash-separated names (see keys.ts); writes are atomic, so a key holds a whole object or none. */
export interface StorageArea {
  readonly name: Area;

  /** Writes or replaces an object. With `sha256` (hex) given, data that does not match is never stored (`checksum-mismatch`). */
  put(key: string, data: Buffer | Readable, options?: { sha256?: string }): Promise<StoredObject>;
  /** The object's bytes; throws a PlatformFault `data-missing` when there is none. */
  get(key: string): Promise<Readable>;
  /** `length` bytes from `offset`, fewer at the end of the object; `range-not-satisfiable` when it starts behind the end. */
  getRange(key: string, range: { offset: number; length: number }): Promise<Readable>;
  stat(key: string): Promise<StoredObject | null>;
  /** SHA-256 (hex) of the object as it is stored, by reading it. */
  sha256(key: string): Promise<string>;
  /** Copies the object to a file, which appears whole or not at all. */
  download(key: string, path: string): Promise<{ bytes: number; sha256: string }>;
  /** Deletes the object; it is no error when there is none. */
  delete(key: string): Promise<void>;
  /** Objects whose key starts with `prefix`, in the byte order of their keys. */
  list(prefix: string): AsyncIterable<StoredObject>;

  /**
   * A URL that downloads the object as a file for `expiresSeconds`. Refused (`read-url-refused`) for truth, and for hidden inputs unless
   * the URL is for a runner.
   */
  signGet(key: string, options: SignedGet): Promise<string>;

  /** Opens a resumable upload of exactly `bytes` in parts of `partBytes`. The id is a secret of the caller's, not of the uploader's. */
  createUpload(key: string, size: { bytes: number; partBytes: number }): Promise<string>;
  /** A URL to which the bytes of one part are PUT; the answer carries an ETag. A part can be sent again: the last whole one counts. */
  signPart(key: string, uploadId: string, partNumber: number, options: { expiresSeconds: number }): Promise<string>;
  /** The parts that have arrived whole, in order; `upload-not-found` when the upload is not open. */
  listParts(key: string, uploadId: string): Promise<UploadedPart[]>;
  /** Makes the object of its parts. Throws `upload-incomplete` (the upload stays open) unless each has its exact size. Repeatable. */
  completeUpload(key: string, uploadId: string): Promise<StoredObject>;
  /** Drops an open upload and its parts; it is no error when there is none. */
  abortUpload(key: string, uploadId: string): Promise<void>;
  /** Drops the uploads that were opened more than `olderThanSeconds` ago and never completed; returns how many. */
  expireUploads(olderThanSeconds: number): Promise<number>;
}

export interface Storage {
  /** Throws `area-not-granted` when the configuration holds no credentials for the area. */
  area(name: Area): StorageArea;
  /** Creates the granted areas (folders, buckets) where they are missing. Repeatable. */
  prepare(): Promise<void>;
  /** Throws a PlatformFault `storage-unavailable` unless each granted area answers. */
  check(): Promise<void>;
  /** Bytes free on the disk of the store; null where it cannot be asked (S3). */
  freeBytes(): Promise<number | null>;
  /** Serves the signed URLs of the local store; absent where the store serves its own (S3). */
  handleSignedRequest?(request: IncomingMessage, response: ServerResponse): Promise<void>;
}
