import { StorageError, errorCode, storageUnavailable } from '../errors';

/** What an S3 error means on the port; `missing` is what "no such thing" means for this request. */
export function portError(error: unknown, area: string, missing?: () => Error): unknown {
  if (error instanceof StorageError) return error;
  const code = errorCode(error);
  switch (code) {
    case 'NoSuchKey': // Ceph says this of uploads too
    case 'NoSuchUpload':
    case 'NotFound':
      return missing?.() ?? storageUnavailable(`The object store has no such thing in area ${area}`, error);
    case 'InvalidRange':
      return new StorageError('range-not-satisfiable', 'The range starts behind the end of the object.', 'Ask for bytes inside it.');
    default:
      return storageUnavailable(`The object store refused or failed (area ${area}, ${code ?? 'no code'})`, error);
  }
}
