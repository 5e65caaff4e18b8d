import { PlatformFault } from '@unblind/contracts';

export type StorageErrorCode =
  | 'area-not-granted'
  | 'key-invalid'
  | 'signing-key-missing'
  | 'range-not-satisfiable'
  | 'checksum-mismatch'
  | 'read-url-refused'
  | 'upload-invalid'
  | 'upload-not-found'
  | 'upload-incomplete';

/** The request cannot be carried out. (A store that does not answer is a PlatformFault `storage-unavailable`.) */
export class StorageError extends Error {
  constructor(
    readonly code: StorageErrorCode,
    message: string,
    readonly fix: string,
    /** For `upload-incomplete`: the parts that are missing or have the wrong size. */
    readonly parts: readonly number[] = [],
  ) {
    super(message);
    this.name = 'StorageError';
  }
}

/** A row names an object that the store does not have. */
export function objectMissing(area: string, key: string): PlatformFault {
  return new PlatformFault('data-missing', {
    message: `There is no object ${key} in area ${area}.`,
    subject: key,
    fix: 'Restore it from a backup, or prepare or upload it again.',
  });
}

export function uploadNotFound(key: string): StorageError {
  return new StorageError('upload-not-found', `There is no open upload for ${key}: it was aborted or has expired.`, 'Start a new upload.');
}

/** The store does not answer, or refuses access: the request may be retried. */
export function storageUnavailable(message: string, cause: unknown): PlatformFault {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new PlatformFault(
    'storage-unavailable',
    {
      message: `${message}: ${why}`,
      fix: 'Nothing is lost. Check that the store runs and its credentials are right; the step is retried.',
    },
    { cause },
  );
}

export function readUrlRefused(area: string): StorageError {
  return new StorageError(
    'read-url-refused',
    `Objects of area ${area} are never handed out by URL.`,
    'Read it inside the platform, or publish a copy in area public.',
  );
}

export function areaNotGranted(area: string): StorageError {
  return new StorageError(
    'area-not-granted',
    `This process holds no credentials for area ${area}.`,
    'If it should have them, name the area in STORAGE_AREAS and give its keys; a step that touches a model must not.',
  );
}

/** The `code` of errors from Node and S3. Without instanceof, which fails for errors of another realm. */
export function errorCode(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
