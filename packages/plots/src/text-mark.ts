import { mark } from './mark';
import type { Attributes, Mark } from './mark';
import type { TextPart } from './text';

const size = 0.76;
const shift = { line: 0, lowered: 0.25, raised: -0.42 } as const;

/** A text with its raised and lowered parts. */
export function textMark(parts: readonly TextPart[], attributes: Attributes): Mark {
  // `dy` moves the pen for good, in units of the part's own size.
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
