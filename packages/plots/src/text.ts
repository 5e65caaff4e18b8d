/** The font size of figures, in the drawing's units. */
export const textSize = 11.5;

/** The approximate width of a text, from character widths of common sans-serif fonts: it cannot be measured before it is drawn. */
export function textWidth(text: string, size = textSize): number {
  return (
    size * Array.from(text, (character) => (/[\s.,:;'|!()[\]filjt]/.test(character) ? 0.34 : 0.61)).reduce((sum, width) => sum + width, 0)
  );
}

/** The text, truncated with an ellipsis if it is wider than `width`. */
export function fitText(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let length = text.length - 1;
  while (length > 1 && textWidth(`${text.slice(0, length)}…`) > width) length -= 1;
  return `${text.slice(0, length).trimEnd()}…`;
}

export interface TextPart {
  text: string;
  place: 'line' | 'lowered' | 'raised';
}

/** Splits a text into its parts: both 'eps_B', as scorers write it, and 'ε_B' become an epsilon with the subscript B. */
export function typeset(text: string): TextPart[] {
  return text
    .replace(/\beps_/g, 'ε_')
    .split(/(?<=ε|ECE)_(\w)/)
    .map((part, index) => ({ text: part, place: index % 2 === 1 ? ('lowered' as const) : ('line' as const) }))
    .filter((part) => part.text !== '');
}
