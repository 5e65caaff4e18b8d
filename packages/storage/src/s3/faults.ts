import { StorageError, errorCode, storageUnavailable } from '../errors';

/** Translates an S3 error to one of the port; `missing` makes the error for an object or upload that does not exist. */
export function portError(error: unknown, area: string, missing?: () => Error): unknown {
  if (error instanceof StorageError) return error;
  const code = errorCode(error);
  switch (code) {
    case 'NoSuchKey': // Ceph uses this code for uploads too
    case 'NoSuchUpload':
    case 'NotFound':
      return missing?.() ?? storageUnavailable(`The object store has no such thing in area ${area}`, error);
    case 'InvalidRange':
      return new StorageError('range-not-satisfiable', 'The range starts behind the end of the object.', 'Ask for bytes inside it.');
    default:
      return storageUnavailable(`The object store refused or failed (area ${area}, ${code ?? 'no code'})`, error);
  }
}
