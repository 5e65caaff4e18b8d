export { Area, areas, mayBeReadByUrl } from './areas';
export { StorageConfig, restrictAreas, storageConfigFromEnv } from './config';
export { StorageError } from './errors';
export type { StorageErrorCode } from './errors';
export { openStorage } from './open';
export type { Storage, StorageArea, StoredObject, UploadedPart } from './port';
export { maximumParts, minimumPartBytes } from './uploads';
