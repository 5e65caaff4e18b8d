import { closeSync, openSync, readSync } from 'node:fs';

const dtypeOf: Record<string, string> = {
  '<f2': 'float16',
  '<f4': 'float32',
  '<f8': 'float64',
  '|i1': 'int8',
  '|u1': 'uint8',
  '<i2': 'int16',
  '<u2': 'uint16',
  '<i4': 'int32',
  '<u4': 'uint32',
  '<i8': 'int64',
  '<u8': 'uint64',
  '|b1': 'bool',
};

/** A C-ordered npy file, read by ranges of its first axis. */
export class NpyRows {
  readonly dtype: string;
  readonly shape: number[];
  private readonly file: number;
  private readonly dataOffset: number;

  constructor(path: string) {
    this.file = openSync(path, 'r');
    const start = this.read(0, 12);
    if (start.subarray(0, 6).toString('latin1') !== '\x93NUMPY') throw new Error('not an npy file');
    const [lengthBytes, length] = start[6] === 1 ? [2, start.readUInt16LE(8)] : [4, start.readUInt32LE(8)];
    this.dataOffset = 8 + lengthBytes + length;
    const header = this.read(8 + lengthBytes, Math.min(length, 65_536)).toString('latin1');
    const descr = /'descr': '([^']*)'/.exec(header)?.[1] ?? '';
    const shape = /'shape': \(([\d, ]*)\)/.exec(header)?.[1];
    if (!/'fortran_order': False/.test(header) || shape === undefined) throw new Error(`not a C-ordered npy file: ${header.trim()}`);
    this.dtype = dtypeOf[descr] ?? `${descr} (unknown)`;
    this.shape = shape
      .split(',')
      .filter((size) => size.trim() !== '')
      .map(Number);
  }

  /** Fills `target` with whole rows from row `first` on. */
  readInto(target: Uint8Array, first: number, rowBytes: number): void {
    const offset = this.dataOffset + first * rowBytes;
    for (let done = 0; done < target.length;) {
      const count = readSync(this.file, target, done, target.length - done, offset + done);
      if (count === 0) throw new Error(`the file ends inside row ${first + Math.floor(done / rowBytes)}`);
      done += count;
    }
  }

  close(): void {
    closeSync(this.file);
  }

  private read(offset: number, length: number): Buffer {
    const bytes = Buffer.alloc(length);
    const count = readSync(this.file, bytes, 0, length, offset);
    if (count < length) throw new Error('the npy header is cut off');
    return bytes;
  }
}
