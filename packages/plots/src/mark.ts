/** Names of colours by their role in a drawing; the renderer maps them to actual colours. */
export const inks = ['page', 'text', 'muted', 'axis', 'grid', 'series-1', 'series-2', 'series-3', 'series-4'] as const;
export type Ink = (typeof inks)[number];

export interface Attributes {
  [name: string]: string | number | undefined;
  fill?: Ink | 'none' | undefined;
  stroke?: Ink | 'none' | undefined;
}

/** An SVG element, with attribute names as in React. */
export interface Mark {
  tag: 'svg' | 'g' | 'path' | 'line' | 'rect' | 'circle' | 'text' | 'tspan' | 'title';
  attributes: Attributes;
  children: readonly (Mark | string)[];
}

export function mark(tag: Mark['tag'], attributes: Attributes, children: Mark['children'] = []): Mark {
  return { tag, attributes, children };
}

/** Adds a tooltip to the mark. */
export function withTitle({ tag, attributes, children }: Mark, text: string): Mark {
  return { tag, attributes, children: [...children, mark('title', {}, [text])] };
}

/** Clips the marks to a rectangle at the origin. Uses an inner <svg>, because a clip path needs an id that is unique on the page. */
export function clipped({ width, height }: { width: number; height: number }, marks: Mark[]): Mark {
  return mark('svg', { width, height }, marks);
}
