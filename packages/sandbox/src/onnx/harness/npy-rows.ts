import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { maximumHeaderBytes, parseNpyHeader, type NpyDtype } from '@unblind/npy';

/** Reads ranges of rows (of the first axis) from an npy file. */
export class NpyRows {
  readonly dtype: NpyDtype;
  readonly shape: readonly number[];
  private readonly file: number;
  private readonly dataOffset: number;

  /** @throws NpyError if the file is not an npy file */
  constructor(path: string) {
    this.file = openSync(path, 'r');
    const start = Buffer.alloc(Math.min(maximumHeaderBytes, fstatSync(this.file).size));
    const { dtype, shape, dataOffset } = parseNpyHeader(start.subarray(0, readSync(this.file, start, 0, start.length, 0)));
    this.dtype = dtype;
    this.shape = shape;
    this.dataOffset = dataOffset;
  }

  /** Fills `target` with whole rows, starting at row `first`. */
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
}
