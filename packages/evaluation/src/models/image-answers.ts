import { ParticipantFault } from '@unblind/contracts';
import { NpyError, parseNpy, type NpyArray } from '@unblind/tensors';

interface Wanted {
  request: number;
  /** How many numbers. */
  size: number;
  /** Inclusive. */
  range: readonly [number, number] | undefined;
  /** The place of the first in the split. */
  start: number;
}

/** The numbers of one answer, all finite and within the range. @throws ParticipantFault */
export function readAnswer(bytes: Uint8Array, { request, size, range, start }: Wanted): Float64Array {
  const { data, shape } = parse(bytes, request);
  if (shape[0] !== size || shape.slice(1).some((length) => length !== 1))
    throw new ParticipantFault('model-output-shape', {
      message: `the answer to request ${request} has another shape than it should`,
      expected: `(${size},)`,
      got: `(${shape.join(', ')},)`,
      fix: 'Write one number for each row of the views in the request, in their order; of a set as a whole, what the challenge asks of it.',
    });
  const values = Float64Array.from(data, Number);
  refuse(
    values,
    start,
    (value) => !Number.isFinite(value),
    (got) =>
      new ParticipantFault('model-output-not-finite', {
        message: `the answer to request ${request} holds NaN or infinity`,
        expected: 'a finite number for every row',
        got,
        fix: 'Look for divisions by zero, logarithms of zero and overflows.',
      }),
  );
  if (range === undefined) return values;
  refuse(
    values,
    start,
    (value) => value < range[0] || value > range[1],
    (got) =>
      new ParticipantFault('model-output-out-of-range', {
        message: `the answer to request ${request} leaves the range [${range.join(', ')}]`,
        expected: `every number in [${range.join(', ')}]`,
        got,
        fix: 'Return what the challenge asks for; a probability ends in a sigmoid or softmax.',
      }),
  );
  return values;
}

function parse(bytes: Uint8Array, request: number): NpyArray {
  try {
    return parseNpy(bytes);
  } catch (error) {
    if (!(error instanceof NpyError)) throw error;
    throw new ParticipantFault('predictions-unreadable', {
      message: `the answer to request ${request} is no npy file: ${error.message}`,
      fix: error.fix,
    });
  }
}

function refuse(
  values: Float64Array,
  start: number,
  offends: (value: number) => boolean,
  fault: (offenders: string) => ParticipantFault,
): void {
  const first = values.findIndex(offends);
  if (first < 0) return;
  const count = values.filter(offends).length;
  throw fault(`${count} of ${values.length}, the first in row ${start + first} (${values[first]})`);
}
