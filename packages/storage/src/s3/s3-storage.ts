import type { Area } from '../areas';
import { Area as AreaName } from '../areas';
import type { S3Config } from '../config';
import { areaNotGranted, errorCode, storageUnavailable } from '../errors';
import type { Storage } from '../port';
import { s3Client } from './client';
import { S3Area } from './s3-area';

/** Stores objects in one bucket per area, `<prefix>-<area>`, each with the area's own keys. Works with any S3: MinIO, Ceph, AWS. */
export function openS3Storage(config: S3Config): Storage {
  const granted = AreaName.options.flatMap((name) => {
    const client = s3Client(config, name);
    const signer = s3Client(config, name, config.publicEndpoint);
    const bucket = `${config.bucketPrefix}-${name}`;
    return client && signer ? [{ client, bucket, area: new S3Area(name, bucket, client, signer) }] : [];
  });
  return {
    area(name: Area) {
      const found = granted.find(({ area }) => area.name === name);
      if (!found) throw areaNotGranted(name);
      return found.area;
    },
    async prepare() {
      for (const { client, bucket } of granted) {
        const create = async (): Promise<void> => {
          if (!(await client.bucketExists(bucket))) await client.makeBucket(bucket, config.region);
        };
        await create().catch((error: unknown) => {
          if (errorCode(error) !== 'BucketAlreadyOwnedByYou') throw storageUnavailable(`Bucket ${bucket} cannot be made`, error);
        });
      }
    },
    freeBytes: () => Promise.resolve(null),
    async check() {
      for (const { client, bucket } of granted) {
        const exists = await client.bucketExists(bucket).catch((error: unknown) => {
          throw storageUnavailable(`Bucket ${bucket} does not answer`, error);
        });
        if (!exists) throw storageUnavailable('The object store is not prepared', new Error(`there is no bucket ${bucket}`));
      }
    },
  };
}
