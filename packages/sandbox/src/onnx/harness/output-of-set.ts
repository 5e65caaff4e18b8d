import type { Tensor } from 'onnxruntime-node';
import { Failure } from './failure';
import type { SetsOutput } from './job';
import { floatingPoint } from './output-scores';

/**
 * The numbers of one set from an output of the contract's shape; axes of size one are ignored. Floating-point outputs of any width,
 * and integers if they are accepted, become float32.
 */
export function valuesOfSet(tensor: Tensor | undefined, output: SetsOutput, size: number): Float32Array {
  const fail = (stage: 'output-type' | 'output-shape', expected: string, got: string): never => {
    throw new Failure(stage, `output '${output.name}' is not what the challenge asks for`, output.name, { expected, got });
  };
  if (tensor === undefined) return fail('output-shape', `an output named '${output.name}'`, 'none');
  const shape = output.shape.map((axis) => axis ?? size);
  if (squeezed(shape) !== squeezed(tensor.dims)) return fail('output-shape', `(${shape.join(', ')})`, `(${tensor.dims.join(', ')})`);
  const values = floatingPoint(tensor) ?? (output.integers ? wholeNumbers(tensor) : null);
  if (values === null) return fail('output-type', output.integers ? 'float32, int32 or int64' : 'float32, float64 or float16', tensor.type);
  return Float32Array.from({ length: tensor.size }, (_, index) => values(index));
}

const squeezed = (shape: readonly number[]): string => shape.filter((size) => size !== 1).join();

function wholeNumbers({ data }: Tensor): ((index: number) => number) | null {
  return data instanceof BigInt64Array || data instanceof Int32Array ? (index) => Number(data[index]) : null;
}
