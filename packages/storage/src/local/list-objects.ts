import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { StoredObject } from '../port';
import { isMissing } from './atomic-file';

const keyPart = (entry: Dirent): string => (entry.isDirectory() ? `${entry.name.slice(0, -1)}/` : entry.name);

async function entries(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** Walks the objects below `folder` in the byte order of their keys, entering only folders that can hold the prefix. */
export async function* listObjects(folder: string, prefix: string, parent = ''): AsyncGenerator<StoredObject> {
  const named = (await entries(folder)).map((entry) => ({ entry, key: `${parent}${keyPart(entry)}` }));
  named.sort((a, b) => (a.key < b.key ? -1 : 1));
  for (const { entry, key } of named) {
    if (entry.isDirectory()) {
      if (key.startsWith(prefix) || prefix.startsWith(key)) yield* listObjects(join(folder, entry.name), prefix, key);
    } else if (key.startsWith(prefix)) {
      const found = await stat(join(folder, entry.name)).catch((error: unknown) => {
        if (isMissing(error)) return null; // deleted while we walked
        throw error;
      });
      if (found) yield { key, bytes: found.size, modifiedAt: found.mtime };
    }
  }
}
