import { Client } from 'minio';
import type { Area } from '../areas';
import type { S3Config } from '../config';
import type { UploadedPart } from '../port';

/** The minio client, with its protected list of an upload's parts made public. */
export class S3Client extends Client {
  async uploadedParts(bucket: string, key: string, uploadId: string): Promise<(UploadedPart & { etag: string })[]> {
    const parts = await this.listParts(bucket, key, uploadId);
    return parts.map(({ part, size, etag }) => ({ partNumber: part, bytes: size, etag }));
  }
}

/** A client with the keys of one area. The region is given so that signing URLs needs no request. */
export function s3Client(config: S3Config, area: Area, endpoint = config.endpoint): S3Client | null {
  const keys = config.areas[area];
  if (!keys) return null;
  const { protocol, hostname, port } = new URL(endpoint);
  const useSSL = protocol === 'https:';
  return new S3Client({ endPoint: hostname, port: port ? Number(port) : useSSL ? 443 : 80, useSSL, region: config.region, ...keys });
}
