/** Size of a figure's text, in the drawing's units. */
export const textSize = 11.5;

/** Width of a text, about, as it cannot be measured before it is drawn: by the widths of characters in common sans-serif fonts. */
export function textWidth(text: string, size = textSize): number {
  return (
    size * Array.from(text, (character) => (/[\s.,:;'|!()[\]filjt]/.test(character) ? 0.34 : 0.61)).reduce((sum, width) => sum + width, 0)
  );
}

/** The text, cut with an ellipsis where it would be wider. */
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

/** 'eps_B', as scorers write it, and 'ε_B' alike: an epsilon, and a lowered B. */
export function typeset(text: string): TextPart[] {
  return text
    .replace(/\beps_/g, 'ε_')
    .split(/(?<=ε|ECE)_(\w)/)
    .map((part, index) => ({ text: part, place: index % 2 === 1 ? ('lowered' as const) : ('line' as const) }))
    .filter((part) => part.text !== '');
}
