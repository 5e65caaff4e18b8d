import type yauzl from 'yauzl';
import { NpyError, parseNpy, type NpyArray } from '@unblind/npy';
import { openZip } from './tables/zipped-csv';

export interface NpzLimits {
  /** Limit on the unpacked size of all arrays together. */
  bytes: number;
  entries: number;
}

const unzip = 'Unzip it and send the file itself; a zip holds one CSV file, or arrays alone.';
const saveAgain = 'Save it with numpy.savez(path, scores=array).';

/**
 * The arrays of an npz file (stored or deflated), by name. Sizes are checked before anything is unpacked, and by yauzl
 * against what comes out. @throws NpyError where it is no npz file, holds other than arrays, or is beyond the limits
 */
export async function readNpz(source: string | Uint8Array, limits: NpzLimits): Promise<Map<string, NpyArray>> {
  const zip = await openZip(source).catch(notAnArchive);
  try {
    if (zip.entryCount > limits.entries) {
      throw new NpyError(`The npz file has ${zip.entryCount} entries; at most ${limits.entries} are taken.`, saveAgain);
    }
    return await readEntries(zip, limits);
  } catch (error) {
    if (error instanceof NpyError) throw error;
    return notAnArchive(error);
  } finally {
    zip.close();
  }
}

function notAnArchive(error: unknown): never {
  throw new NpyError(`This is not an npz file: ${error instanceof Error ? error.message : String(error)}.`, saveAgain);
}

async function readEntries(zip: yauzl.ZipFile, limits: NpzLimits): Promise<Map<string, NpyArray>> {
  const arrays = new Map<string, NpyArray>();
  let left = limits.bytes;
  for await (const entry of zip.eachEntry()) {
    const name = entry.fileName.replace(/\.npy$/, '');
    if (name === entry.fileName || arrays.has(name)) {
      throw new NpyError(
        `The npz file has an entry '${entry.fileName.slice(0, 80)}', which is no array of its own.`,
        entry.fileName.endsWith('.npy') ? saveAgain : unzip,
      );
    }
    left -= entry.uncompressedSize;
    if (left < 0) throw new NpyError(`The npz file unpacks to more than ${limits.bytes} bytes.`, 'Send the scores alone.');
    const chunks: Buffer[] = [];
    const content: AsyncIterable<Buffer> = await zip.openReadStreamPromise(entry);
    for await (const chunk of content) chunks.push(chunk);
    arrays.set(name, parseNpy(Buffer.concat(chunks)));
  }
  return arrays;
}
