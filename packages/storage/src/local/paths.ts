import { join } from 'node:path';
import { keySegments } from '../keys';

/**
 * The layout of an area's folder: `objects/`, `uploads/<id>/`, `tmp/`.
 * The folders of keys end in `+`, which no key contains, so that `a` and `a/b` can both be objects, as on S3.
 */
export interface AreaPaths {
  objects: string;
  uploads: string;
  temporary: string;
}

export function areaPaths(directory: string): AreaPaths {
  return { objects: join(directory, 'objects'), uploads: join(directory, 'uploads'), temporary: join(directory, 'tmp') };
}

export function objectPath(paths: AreaPaths, key: string): string {
  const segments = keySegments(key);
  const name = segments.pop() ?? '';
  return join(paths.objects, ...segments.map((segment) => `${segment}+`), name);
}
