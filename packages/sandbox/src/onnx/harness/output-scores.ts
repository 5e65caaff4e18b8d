import type { Tensor } from 'onnxruntime-node';
import { Failure } from './failure';
import type { RowsOutput } from './job';

/**
 * The numbers of each row, one row after another, from an output of shape (rows, ..., width), or (rows) where the width is one: the
 * selected one, or all. All axes in between have size one. Floating-point outputs of any precision become float32.
 */
export function scoresOf(tensor: Tensor | undefined, output: RowsOutput, rows: number): Float32Array {
  const { select, columns, width: asked } = output;
  const fail = (stage: 'output-type' | 'output-shape', expected: string, got: string): never => {
    throw new Failure(stage, `output '${output.name}' is not what the challenge asks for`, output.name, { expected, got });
  };
  if (tensor === undefined) return fail('output-shape', `an output named '${output.name}'`, 'none');
  const width = tensor.dims.slice(1).reduce((product, size) => product * size, 1);
  const last = tensor.dims.length > 1 ? (tensor.dims.at(-1) ?? 1) : 1;
  const wanted = asked === 1 ? `(${rows}) or (${rows}, 1)` : `(${rows}, ${asked})`;
  const fits = tensor.dims[0] === rows && width === last && width === asked;
  if (!fits) return fail('output-shape', wanted, `(${tensor.dims.join(', ')})`);
  const values = floatingPoint(tensor);
  if (values === null) return fail('output-type', 'float32, float64 or float16', tensor.type);
  if (select === null) return Float32Array.from({ length: rows * columns }, (_, index) => values(index));
  return Float32Array.from({ length: rows }, (_, row) => values(row * width + select));
}

/** The numbers of a tensor of floats of any width, by index; null for another type. */
export function floatingPoint(tensor: Tensor): ((index: number) => number) | null {
  const { data } = tensor;
  if (data instanceof Float32Array || data instanceof Float64Array) return (index) => data[index] ?? NaN;
  if (tensor.type !== 'float16' || !ArrayBuffer.isView(data)) return null;
  // A Uint16Array, or a Float16Array if the JavaScript engine has that type; both hold the same bits.
  const bits = new Uint16Array(data.buffer, data.byteOffset, data.length);
  return (index) => halfToNumber(bits[index] ?? 0);
}

/** IEEE 754 binary16. */
export function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}
