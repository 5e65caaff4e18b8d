import type { Dimension } from '../wire/messages';
import { unknown, type Known, type Size } from './known';

/** What inference left open, from the sizes that the exporter noted. Symbols stay unknown: one of them is the batch. */
export function withNote(value: Known, note: readonly Dimension[] | null | undefined): Known {
  if (!note || note.some((size) => typeof size === 'number' && size < 0)) return value;
  if (!value.shape) return { ...value, shape: note.map((size) => (typeof size === 'number' ? size : null)) };
  if (value.shape.length !== note.length || !value.shape.includes(null)) return value;
  return { ...value, shape: value.shape.map((size, axis) => size ?? numberOrNull(note[axis])) };
}

const numberOrNull = (size: Dimension | undefined): Size => (typeof size === 'number' ? size : null);

/** The facts that hold for both of two branches. */
export function merge(a: Known, b: Known): Known {
  const other = b.shape;
  const elementType = a.elementType === b.elementType ? a.elementType : unknown.elementType;
  if (!a.shape || a.shape.length !== other?.length) return { ...unknown, elementType };
  return { shape: a.shape.map((size, axis) => (size === other[axis] ? size : null)), elementType, values: null };
}
