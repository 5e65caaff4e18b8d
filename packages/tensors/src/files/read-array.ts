import { checkLength, maximumHeaderBytes, parseNpyHeader, toTypedArray, type NpyArray } from '@unblind/npy';
import type { SourceFile } from './source-file';

/**
 * The array in an npy file. @param check what the header must say, before the data are read
 * @throws NpyError if the file is cut, or of an unsupported type
 */
export async function readArray(file: SourceFile, check: (array: Pick<NpyArray, 'dtype' | 'shape'>) => void): Promise<NpyArray> {
  const header = parseNpyHeader(await file.read(0, maximumHeaderBytes));
  const { dtype, shape, dataOffset } = header;
  const size = await file.size();
  checkLength(header, size);
  check({ dtype, shape });
  return { dtype, shape, data: toTypedArray(dtype, await file.read(dataOffset, size)) };
}
