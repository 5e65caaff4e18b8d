import { createSHA256 } from 'hash-wasm';

const chunkBytes = 4 * 1024 ** 2;

/** SHA-256 of a file of any size, chunk by chunk, as lower-case hex. */
export async function hashFile(file: File, signal: AbortSignal, onProgress: (bytes: number) => void): Promise<string> {
  const hash = await createSHA256();
  for (let offset = 0; offset < file.size; offset += chunkBytes) {
    signal.throwIfAborted();
    const chunk = await file.slice(offset, offset + chunkBytes).arrayBuffer();
    hash.update(new Uint8Array(chunk));
    onProgress(Math.min(file.size, offset + chunkBytes));
  }
  return hash.digest('hex');
}
