import { mark } from './mark';
import type { Attributes, Mark } from './mark';
import type { TextPart } from './text';

const size = 0.76;
const shift = { line: 0, lowered: 0.25, raised: -0.42 } as const;

/** A text with its superscripts and subscripts. */
export function textMark(parts: readonly TextPart[], attributes: Attributes): Mark {
  // `dy` also shifts all following parts, in units of the part's own font size.
  let pen = 0;
  const children = parts.map(({ text, place }): Mark | string => {
    const own = place === 'line' ? 1 : size;
    const move = (shift[place] - pen) / own;
    pen = shift[place];
    if (move === 0 && own === 1) return text;
    return mark('tspan', { dy: `${Number(move.toFixed(2))}em`, ...(own !== 1 && { fontSize: `${own}em` }) }, [text]);
  });
  return mark('text', attributes, children);
}
