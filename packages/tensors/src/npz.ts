import { NpyError, parseNpy, type NpyArray } from '@unblind/npy';
import { NotReadHere, gathered, type SourceFile, type ZipArchive } from './files/source-file';

export interface NpzLimits {
  /** Limit on the unpacked size of all arrays together. */
  bytes: number;
  entries: number;
}

const unzip = 'Unzip it and send the file itself; a zip holds one CSV file, or arrays alone.';
const saveAgain = 'Save it with numpy.savez(path, scores=array).';

/**
 * The arrays of an npz file (stored or deflated), by name. Sizes are checked before anything is unpacked, and again
 * against what comes out. @throws NpyError where it is no npz file, holds other than arrays, or is beyond the limits
 */
export async function readNpz(file: SourceFile, limits: NpzLimits): Promise<Map<string, NpyArray>> {
  const zip = await file.zip().catch(notAnArchive);
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
  if (error instanceof NotReadHere) throw error;
  throw new NpyError(`This is not an npz file: ${error instanceof Error ? error.message : String(error)}.`, saveAgain);
}

async function readEntries(zip: ZipArchive, limits: NpzLimits): Promise<Map<string, NpyArray>> {
  const arrays = new Map<string, NpyArray>();
  let left = limits.bytes;
  for await (const entry of zip.entries()) {
    const name = entry.name.replace(/\.npy$/, '');
    if (name === entry.name || arrays.has(name)) {
      throw new NpyError(
        `The npz file has an entry '${entry.name.slice(0, 80)}', which is no array of its own.`,
        entry.name.endsWith('.npy') ? saveAgain : unzip,
      );
    }
    left -= entry.bytes;
    if (left < 0) throw new NpyError(`The npz file unpacks to more than ${limits.bytes} bytes.`, 'Send the scores alone.');
    arrays.set(name, parseNpy(await gathered(entry.content())));
  }
  return arrays;
}
