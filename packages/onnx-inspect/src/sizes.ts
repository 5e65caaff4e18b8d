import type { TensorSignature, View, ViewCatalogue } from '@unblind/contracts';
import { quote } from './issues';

export type Sizes = readonly (number | string | null)[];

/** Same rank, and no axis but the first, which is the batch, on which both fix different sizes. */
export function rowFits(shape: Sizes, offered: Sizes): boolean {
  return shape.length === offered.length && shape.every((size, axis) => axis === 0 || sizeFits(size, offered[axis] ?? null));
}

/** Same rank; where the sets differ in size, none is fixed. */
export function setFits(shape: Sizes, offered: Sizes): boolean {
  return (
    shape.length === offered.length &&
    shape.every((size, axis) => (typeof offered[axis] === 'number' ? sizeFits(size, offered[axis]) : typeof size !== 'number'))
  );
}

export const viewFits = (shape: Sizes, { shape: offered, per }: Pick<View, 'shape' | 'per'>): boolean =>
  per === 'set' ? setFits(shape, offered) : rowFits(shape, offered);

const sizeFits = (a: number | string | null, b: number | string | null): boolean =>
  typeof a !== 'number' || typeof b !== 'number' || a === b;

export function shapeText(shape: Sizes): string {
  return `[${shape.map((size) => (typeof size === 'string' ? quote(size).slice(1, -1) : (size ?? '?'))).join(', ')}]`;
}

export function signatureText({ dtype, shape }: TensorSignature): string {
  return `${dtype} ${shape ? shapeText(shape) : '(no shape)'}`;
}

export function catalogueText(views: ViewCatalogue): string {
  return Object.entries(views)
    .map(([name, view]) => `${name} ${view.dtype} ${shapeText(view.shape)}`)
    .join('; ');
}
