import { mark, withTitle } from '../mark';
import { places, significant } from '../numbers';
import { textSize, textWidth } from '../text';
import { pointsOf } from './plot-kind';
import type { PlotKind, Series } from './plot-kind';

/** A full cell lets a little of the page through, so that its frame is seen. */
const fullest = 0.9;
/** From here on the number is written in the colour of the page. */
const dark = 0.55;

/** One cell for each category of x and of y, coloured by its z between 0 and 1, which is written in it where there is room. */
export const matrix: PlotKind = {
  hasGrid: false,
  reach: ({ x, y }) => ({ x, y }),
  draw(series, frame) {
    const [width, height] = [places(frame.width / (frame.x.max - frame.x.min)), places(frame.height / (frame.y.max - frame.y.min))];
    return pointsOf(series, frame).flatMap((point, at) => {
      const z = series.z?.[at];
      if (!point || z === undefined) return [];
      const share = Math.min(1, Math.max(0, z));
      const [x, y] = [places(point.x - width / 2), places(point.y - height / 2)];
      const cell = mark('rect', { x, y, width, height, fill: 'series-1', fillOpacity: places(fullest * share), stroke: 'grid' });
      const number = z.toFixed(2);
      const hasRoom = textWidth(number) + 4 < width && textSize + 4 < height;
      const fill = share > dark ? 'page' : 'text';
      const label = { x: places(point.x), y: places(point.y + 0.34 * textSize), textAnchor: 'middle', fontSize: textSize, fill } as const;
      return [withTitle(cell, told(series, at)), ...(hasRoom ? [mark('text', { ...label, pointerEvents: 'none' }, [number])] : [])];
    });
  },
};

function told({ label, z, low, high }: Series, at: number): string {
  const [from, to] = [low?.[at], high?.[at]];
  const interval = from === undefined || to === undefined ? '' : ` [${significant(from)}, ${significant(to)}]`;
  return `${label}: ${significant(z?.[at] ?? NaN)}${interval}`;
}
