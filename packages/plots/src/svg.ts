import { inks } from './mark';
import type { Ink, Mark } from './mark';
import { textSize } from './text';
import type { Size } from './draw-plot';

/** Colours for files, whose background is transparent: mid-tones that are legible on white and on near-black. */
const colours: Record<Ink, string> = {
  page: '#ffffff',
  text: '#7d828c',
  muted: '#7d828c',
  axis: '#7d828c',
  grid: '#7d828c40',
  'series-1': '#2f86d6',
  'series-2': '#d9822b',
  'series-3': '#3a9a5b',
  'series-4': '#8e5bc0',
};

/** Writes marks as an SVG file. The title is read by screen readers; the note becomes the file's description. */
export function svgFile(
  { title, note, width, height }: Size & { title: string; note?: string | undefined },
  marks: readonly Mark[],
): string {
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" ` +
    `font-family="system-ui, sans-serif" font-size="${textSize}" fill="${colours.text}">\n<title>${escaped(title)}</title>\n` +
    `${note ? `<desc>${escaped(note)}</desc>\n` : ''}${marks.map(markSvg).join('\n')}\n</svg>\n`
  );
}

function markSvg({ tag, attributes, children }: Mark): string {
  const given = Object.entries(attributes).flatMap(([name, value]) =>
    value === undefined ? [] : [` ${attributeName(name)}="${escaped(String(colourOf(value)))}"`],
  );
  const inner = children.map((child) => (typeof child === 'string' ? escaped(child) : markSvg(child))).join('');
  return inner ? `<${tag}${given.join('')}>${inner}</${tag}>` : `<${tag}${given.join('')}/>`;
}

function colourOf(value: string | number): string | number {
  const ink = inks.find((name) => name === value);
  return ink ? colours[ink] : value;
}

/** The attribute's name in SVG: `strokeWidth` becomes `stroke-width`; `viewBox` is unchanged. */
function attributeName(name: string): string {
  return name === 'viewBox' ? name : name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
