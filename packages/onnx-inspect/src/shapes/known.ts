import { FLOAT32, INT64 } from '../element-types';
import { mostValues } from '../wire/parse-tensor';

export { mostValues };

/** A size, or null where it depends on the data. */
export type Size = number | null;

/** What is known about a value without running the model, for a batch of one. */
export interface Known {
  shape: readonly Size[] | null;
  /** 0 where unknown. */
  elementType: number;
  /** The values of a small constant or of a computed shape; null entries are not known. */
  values: readonly Size[] | null;
}

export function known(shape: readonly Size[] | null, elementType: number, values: readonly Size[] | null = null): Known {
  return { shape, elementType, values: values && values.length <= mostValues ? values : null };
}

export const unknown: Known = { shape: null, elementType: 0, values: null };

/** A list of integers, such as a shape. */
export const list = (values: readonly Size[]): Known => known([values.length], INT64, values);

export const floats = (shape: readonly Size[] | null): Known => known(shape, FLOAT32);

/** Number of elements; null where a size is not known. */
export function count(shape: readonly Size[] | null | undefined): Size {
  if (!shape) return null;
  return shape.reduce<Size>(
    (product, size) => (size === 0 || product === 0 ? 0 : size === null || product === null ? null : product * size),
    1,
  );
}

/** A negative axis counts from the end; null when it lies outside of the rank. */
export function axisOf(axis: number, rank: number): number | null {
  const positive = axis < 0 ? axis + rank : axis;
  return positive >= 0 && positive < rank ? positive : null;
}

/** NumPy broadcasting; a size that fits nothing is left unknown, as the run will refuse it. */
export function broadcast(a: readonly Size[] | null, b: readonly Size[] | null): Size[] | null {
  if (!a || !b) return null;
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const left = sizeFromEnd(a, rank - axis);
    const right = sizeFromEnd(b, rank - axis);
    if (left === 1) return right;
    if (right === 1) return left;
    if (left === null) return right;
    if (right === null) return left;
    return left === right ? left : null;
  });
}

function sizeFromEnd(shape: readonly Size[], back: number): Size {
  const index = shape.length - back;
  return index < 0 ? 1 : (shape[index] ?? null);
}
