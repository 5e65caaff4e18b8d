import clsx from 'clsx';
import { createElement } from 'react';
import type { Mark } from '@unblind/plots';
import { inkClass } from './ink-class';

/** Renders a mark and its children as SVG elements, in the colours of the theme. */
export function MarkView({ mark: { tag, attributes, children } }: { mark: Mark }) {
  const { fill, stroke, ...rest } = attributes;
  return createElement(
    tag,
    {
      ...rest,
      ...(fill === 'none' && { fill }),
      className: clsx(inkClass('fill', fill), inkClass('stroke', stroke)) || undefined,
    },
    ...children.map((child, at) => (typeof child === 'string' ? child : <MarkView key={at} mark={child} />)),
  );
}
