import { createHash, type Hash } from 'node:crypto';
import { open, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';

const chunkBytes = 1024 ** 2;

/** sha256 over every name, kind, mode and content below a folder; equal only for trees that run the same program. */
export async function treeDigest(root: string): Promise<string> {
  const hash = createHash('sha256');
  await digestFolder(hash, root, '', Buffer.allocUnsafe(chunkBytes));
  return hash.digest('hex');
}

async function digestFolder(hash: Hash, root: string, at: string, chunk: Buffer): Promise<void> {
  const entries = await readdir(join(root, at), { withFileTypes: true });
  const named = new Map(entries.map((entry) => [entry.name, entry]));
  for (const name of [...named.keys()].sort()) {
    const entry = named.get(name);
    const path = join(at, name);
    if (entry?.isDirectory()) {
      hash.update(`folder ${path}\0`);
      await digestFolder(hash, root, path, chunk);
    } else if (entry?.isSymbolicLink()) hash.update(`link ${path}\0${await readlink(join(root, path))}\0`);
    else if (entry?.isFile()) await digestFile(hash, join(root, path), path, chunk);
    else hash.update(`other ${path}\0`);
  }
}

async function digestFile(hash: Hash, file: string, name: string, chunk: Buffer): Promise<void> {
  const handle = await open(file);
  try {
    const { mode, size } = await handle.stat();
    hash.update(`file ${name}\0${mode.toString(8)} ${size}\0`);
    for (;;) {
      const { bytesRead } = await handle.read(chunk, 0, chunk.length);
      if (bytesRead === 0) return;
      hash.update(chunk.subarray(0, bytesRead));
    }
  } finally {
    await handle.close();
  }
}
