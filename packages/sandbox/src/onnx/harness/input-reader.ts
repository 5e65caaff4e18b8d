import { elementArrays, type NpyDtype } from '@unblind/npy';
import { Tensor } from 'onnxruntime-node';
import type { RowsInput } from './job';
import { NpyRows } from './npy-rows';

/** Reads one view as tensors for one model input. */
export class InputReader {
  readonly name: string;
  private readonly npy: NpyRows;
  private readonly dtype: NpyDtype;
  private readonly rowShape: number[];
  private readonly rowSize: number;

  /** Throws if the file does not match the job. */
  constructor(input: RowsInput, rows: number) {
    this.name = input.name;
    this.npy = new NpyRows(input.path);
    const { dtype, shape } = this.npy;
    const expected = `${input.dtype} (${rows} or more, ${input.rowShape.join(', ')})`;
    const fits = dtype === input.dtype && (shape[0] ?? 0) >= rows && shape.slice(1).join() === input.rowShape.join();
    if (!fits) throw new Error(`the view holds ${dtype} (${shape.join(', ')}), the job says ${expected}`);
    this.dtype = dtype;
    this.rowShape = input.rowShape;
    this.rowSize = input.rowShape.reduce((product, size) => product * size, 1);
  }

  /** Rows [first, first + count), padded with copies of the last row to `padTo` rows. */
  batch(first: number, count: number, padTo: number): Tensor {
    const data = new elementArrays[this.dtype](padTo * this.rowSize);
    const bytes = new Uint8Array(data.buffer);
    const rowBytes = this.rowSize * data.BYTES_PER_ELEMENT;
    this.npy.readInto(bytes.subarray(0, count * rowBytes), first, rowBytes);
    for (let row = count; row < padTo; row++) bytes.copyWithin(row * rowBytes, (count - 1) * rowBytes, count * rowBytes);
    return new Tensor(this.dtype, data, [padTo, ...this.rowShape]);
  }

  /** The given rows, padded with copies of the last one to `padTo` rows. */
  gather(rows: readonly number[], padTo: number): Tensor {
    const data = new elementArrays[this.dtype](padTo * this.rowSize);
    const bytes = new Uint8Array(data.buffer);
    const rowBytes = this.rowSize * data.BYTES_PER_ELEMENT;
    for (let at = 0; at < padTo; at++)
      this.npy.readInto(bytes.subarray(at * rowBytes, (at + 1) * rowBytes), rows[Math.min(at, rows.length - 1)] ?? 0, rowBytes);
    return new Tensor(this.dtype, data, [padTo, ...this.rowShape]);
  }
}
