import type { StorageConfig } from './config';
import { openLocalStorage } from './local/local-storage';
import type { Storage } from './port';
import { openS3Storage } from './s3/s3-storage';

/** Opens the object store that the configuration names; no connection is made before it is used. */
export function openStorage(config: StorageConfig): Storage {
  return config.kind === 'local' ? openLocalStorage(config) : openS3Storage(config);
}
