/** Colours by their part in a drawing; who draws gives each its colour. */
export const inks = ['page', 'text', 'muted', 'axis', 'grid', 'series-1', 'series-2', 'series-3', 'series-4'] as const;
export type Ink = (typeof inks)[number];

export interface Attributes {
  [name: string]: string | number | undefined;
  fill?: Ink | 'none' | undefined;
  stroke?: Ink | 'none' | undefined;
}

/** An element of an SVG drawing, with attributes named as React has them. */
export interface Mark {
  tag: 'svg' | 'g' | 'path' | 'line' | 'rect' | 'circle' | 'text' | 'tspan' | 'title';
  attributes: Attributes;
  children: readonly (Mark | string)[];
}

export function mark(tag: Mark['tag'], attributes: Attributes, children: Mark['children'] = []): Mark {
  return { tag, attributes, children };
}

/** What a pointer that rests on the mark is told. */
export function withTitle({ tag, attributes, children }: Mark, text: string): Mark {
  return { tag, attributes, children: [...children, mark('title', {}, [text])] };
}

/** Cuts the marks at the edges of a rectangle at the origin. An inner SVG does so without an id, which must be unique on a page. */
export function clipped({ width, height }: { width: number; height: number }, marks: Mark[]): Mark {
  return mark('svg', { width, height }, marks);
}
