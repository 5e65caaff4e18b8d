import type { NpyArray } from '@unblind/tensors';

/** Neighbouring entries along the first axis: from the first to before the last. */
export type Range = readonly [from: number, to: number];

/** The entries of an array in the ranges, in their order. What was float16 in a file is float32, as everywhere in memory. */
export function takeRows({ dtype, shape, data }: NpyArray, ranges: readonly Range[]): NpyArray {
  const [, ...rowShape] = shape;
  const width = rowShape.reduce((product, size) => product * size, 1);
  const rowBytes = width * data.BYTES_PER_ELEMENT;
  const taken = ranges.reduce((sum, [from, to]) => sum + to - from, 0);
  const result = data.slice(0, taken * width);
  const bytes = new Uint8Array(result.buffer, result.byteOffset);
  let end = 0;
  for (const [from, to] of ranges) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset + from * rowBytes, (to - from) * rowBytes), end);
    end += (to - from) * rowBytes;
  }
  return { dtype: dtype === 'float16' ? 'float32' : dtype, shape: [taken, ...rowShape], data: result };
}
