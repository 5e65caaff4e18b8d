import { ParticipantFault } from '@unblind/contracts';
import { NpyError, parseNpy, type NpyArray } from '@unblind/tensors';
import { entriesOf, entryAt, type Piece } from './pieces';

interface Wanted {
  request: number;
  /** The rows, or the entries of the set, that it must hold numbers of. */
  pieces: readonly Piece[];
  /** Names of a row's numbers, if a row has several. */
  columns?: readonly string[] | undefined;
  /** Inclusive. */
  range: readonly [number, number] | undefined;
}

/** Reads the numbers of one answer, row after row, and checks that all are finite and within the range. @throws ParticipantFault */
export function readAnswer(bytes: Uint8Array, { request, pieces, columns, range }: Wanted): Float64Array {
  const { data, shape } = parse(bytes, request);
  const size = entriesOf(pieces);
  if (!fits(shape, size, columns))
    throw new ParticipantFault('model-output-shape', {
      message: `the answer to request ${request} has the wrong shape`,
      expected: columns ? `(${size}, ${columns.length})` : `(${size},)`,
      got: `(${shape.join(', ')},)`,
      fix: columns
        ? `Write a probability of each class for each row of the views in the request, in the order ${columns.join(', ')}.`
        : 'Write one number for each row of the views in the request, in their order. If the challenge asks for numbers of a set as a whole, write those.',
    });
  const values = Float64Array.from(data, Number);
  const place = (index: number) =>
    columns
      ? `row ${entryAt(pieces, Math.floor(index / columns.length))}, ${columns[index % columns.length]}`
      : `row ${entryAt(pieces, index)}`;
  refuse(
    values,
    place,
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
    place,
    (value) => value < range[0] || value > range[1],
    (got) =>
      new ParticipantFault('model-output-out-of-range', {
        message: `the answer to request ${request} holds numbers outside the range [${range.join(', ')}]`,
        expected: `every number in [${range.join(', ')}]`,
        got,
        fix: 'Return what the challenge asks for; a probability ends in a sigmoid or softmax.',
      }),
  );
  return values;
}

function fits(shape: readonly number[], size: number, columns: readonly string[] | undefined): boolean {
  if (columns) return shape.length === 2 && shape[0] === size && shape[1] === columns.length;
  return shape[0] === size && shape.slice(1).every((length) => length === 1);
}

function parse(bytes: Uint8Array, request: number): NpyArray {
  try {
    return parseNpy(bytes);
  } catch (error) {
    if (!(error instanceof NpyError)) throw error;
    throw new ParticipantFault('predictions-unreadable', {
      message: `the answer to request ${request} is not an npy file: ${error.message}`,
      fix: error.fix,
    });
  }
}

function refuse(
  values: Float64Array,
  place: (index: number) => string,
  offends: (value: number) => boolean,
  fault: (offenders: string) => ParticipantFault,
): void {
  const first = values.findIndex(offends);
  if (first < 0) return;
  const count = values.filter(offends).length;
  throw fault(`${count} of ${values.length}, the first in ${place(first)} (${values[first]})`);
}
