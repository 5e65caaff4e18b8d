import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';

/** The dtypes in which generators write, as numpy spells them. */
export const numpyDtypes = { float32: '<f4', uint8: '|u1', int32: '<i4' } as const;
export type WritableDtype = keyof typeof numpyDtypes;

/** A npy file (format 1.0) of known shape, written row after row. */
export class NpyFile {
  private readonly hash = createHash('sha256');
  private bytes = 0;

  private constructor(private readonly handle: FileHandle) {}

  static async create(path: string, dtype: WritableDtype, shape: readonly number[]): Promise<NpyFile> {
    const file = new NpyFile(await open(path, 'wx'));
    const description = `{'descr': '${numpyDtypes[dtype]}', 'fortran_order': False, 'shape': (${shape.join(', ')}${shape.length === 1 ? ',' : ''}), }`;
    const length = Math.ceil((10 + description.length + 1) / 64) * 64 - 10;
    const header = Buffer.alloc(10 + length, ' ');
    header.write('\x93NUMPY\x01\x00', 0, 'latin1');
    header.writeUInt16LE(length, 8);
    header.write(description, 10, 'latin1');
    header.write('\n', 9 + length, 'latin1');
    await file.append(header);
    return file;
  }

  async append(data: NodeJS.ArrayBufferView): Promise<void> {
    const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    this.hash.update(bytes);
    this.bytes += bytes.length;
    await this.handle.appendFile(bytes);
  }

  async finish(): Promise<{ bytes: number; sha256: string }> {
    await this.close();
    return { bytes: this.bytes, sha256: this.hash.digest('hex') };
  }

  async close(): Promise<void> {
    await this.handle.close();
  }
}
