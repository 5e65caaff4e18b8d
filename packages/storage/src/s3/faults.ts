import { errorCode, objectMissing, storageUnavailable, uploadNotFound, StorageError } from '../errors';

/** What an S3 error means on the port; `key` is what was asked for. */
export function portError(error: unknown, area: string, key: string): Error {
  if (error instanceof StorageError) return error;
  switch (errorCode(error)) {
    case 'NoSuchKey':
    case 'NotFound':
      return objectMissing(area, key);
    case 'NoSuchUpload':
      return uploadNotFound(key);
    case 'InvalidRange':
      return new StorageError('range-not-satisfiable', `The range starts behind the end of ${key}.`, 'Ask for bytes inside it.');
    default:
      return storageUnavailable(`The object store refused or failed (area ${area}, ${errorCode(error) ?? 'no code'})`, error);
  }
}
