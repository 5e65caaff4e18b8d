import { elementArrays, type NpyDtype } from '@unblind/npy';
import { Tensor } from 'onnxruntime-node';
import type { SetsInput } from './job';
import { NpyRows } from './npy-rows';

/** Reads one view of sets as tensors for one model input. */
export class SetReader {
  readonly name: string;
  private readonly npy: NpyRows;
  private readonly dtype: NpyDtype;
  private readonly starts: number[] = [0];

  /** Throws if the file does not match the job. */
  constructor(private readonly input: SetsInput) {
    this.name = input.name;
    for (const length of input.lengths) this.starts.push((this.starts.at(-1) ?? 0) + length);
    this.npy = new NpyRows(input.path);
    const { dtype, shape } = this.npy;
    const expected = [this.starts.at(-1), ...input.entryShape].join(', ');
    if (dtype !== input.dtype || shape.join(', ') !== expected)
      throw new Error(`the view holds ${dtype} (${shape.join(', ')}), the job says ${input.dtype} (${expected})`);
    this.dtype = dtype;
  }

  /** The tensor of one set. */
  set(index: number): Tensor {
    const { entryShape, axis, lengths } = this.input;
    const entries = lengths[index] ?? 0;
    const entrySize = product(entryShape);
    const data = new elementArrays[this.dtype](entries * entrySize);
    const bytes = new Uint8Array(data.buffer);
    this.npy.readInto(bytes, this.starts[index] ?? 0, entrySize * data.BYTES_PER_ELEMENT);
    moveFirstAxis(bytes, entries, product(entryShape.slice(0, axis)));
    const shape = [...entryShape.slice(0, axis), entries, ...entryShape.slice(axis)];
    return new Tensor(this.dtype, data, shape);
  }
}

const product = (sizes: readonly number[]): number => sizes.reduce((total, size) => total * size, 1);

/** (entries, before, after) to (before, entries, after), in place. */
function moveFirstAxis(bytes: Uint8Array, entries: number, before: number): void {
  if (before === 1 || entries === 0) return;
  const original = bytes.slice();
  const after = bytes.length / (entries * before);
  for (let entry = 0; entry < entries; entry++)
    for (let row = 0; row < before; row++) {
      const from = (entry * before + row) * after;
      bytes.set(original.subarray(from, from + after), (row * entries + entry) * after);
    }
}
