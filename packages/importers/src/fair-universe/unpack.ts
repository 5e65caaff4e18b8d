import { createWriteStream, existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { openFileCollection } from '@unblind/tensors';
import { refuse } from '../faults';
import type { SourceFile } from '../importer';

/** Unpacks files of an archive next to it, because reading parquet needs random access; existing files are kept. */
export async function unpack(archive: SourceFile, names: readonly string[]): Promise<SourceFile[]> {
  const files = await openFileCollection(archive.path).catch((error: unknown) =>
    refuse({ file: archive }, `This is no whole zip file: ${error instanceof Error ? error.message : String(error)}.`),
  );
  try {
    const unpacked: SourceFile[] = [];
    for (const name of names.filter((wanted) => files.names.includes(wanted))) {
      const path = join(dirname(archive.path), name);
      if (!existsSync(path)) {
        const partial = `${path}.partial`;
        try {
          await pipeline(await files.open(name), createWriteStream(partial));
          await rename(partial, path);
        } finally {
          await rm(partial, { force: true });
        }
      }
      unpacked.push({ name: `${basename(archive.path)}/${name}`, path });
    }
    return unpacked;
  } finally {
    files.close();
  }
}
