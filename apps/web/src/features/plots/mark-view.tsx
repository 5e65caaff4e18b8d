import clsx from 'clsx';
import { createElement } from 'react';
import type { Mark } from '@unblind/plots';
import { inkClass } from './ink-class';

/** A drawing as elements of the page, in the colours of its theme. */
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
