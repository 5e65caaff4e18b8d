import { mark, withTitle } from '../mark';
import { rounded, significant } from '../numbers';
import { textSize, textWidth } from '../text';
import { pointsOf } from './plot-kind';
import type { PlotKind, Series } from './plot-kind';

/** The opacity of a cell with z = 1: slightly transparent, so that the cell's border stays visible. */
const maxOpacity = 0.9;
/** Above this z, the number is written in the colour of the page. */
const darkAbove = 0.55;

/** One cell for each pair of categories, shaded by its z between 0 and 1. The value is written in the cell if there is room. */
export const matrix: PlotKind = {
  hasGrid: false,
  extent: ({ x, y }) => ({ x, y }),
  draw(series, frame) {
    const [width, height] = [rounded(frame.width / (frame.x.max - frame.x.min)), rounded(frame.height / (frame.y.max - frame.y.min))];
    return pointsOf(series, frame).flatMap((point, at) => {
      const z = series.z?.[at];
      if (!point || z === undefined) return [];
      const share = Math.min(1, Math.max(0, z));
      const [x, y] = [rounded(point.x - width / 2), rounded(point.y - height / 2)];
      const cell = mark('rect', { x, y, width, height, fill: 'series-1', fillOpacity: rounded(maxOpacity * share), stroke: 'grid' });
      const number = z.toFixed(2);
      const hasRoom = textWidth(number) + 4 < width && textSize + 4 < height;
      const fill = share > darkAbove ? 'page' : 'text';
      const label = { x: rounded(point.x), y: rounded(point.y + 0.34 * textSize), textAnchor: 'middle', fontSize: textSize, fill } as const;
      return [withTitle(cell, tooltip(series, at)), ...(hasRoom ? [mark('text', { ...label, pointerEvents: 'none' }, [number])] : [])];
    });
  },
};

function tooltip({ label, z, low, high }: Series, at: number): string {
  const [from, to] = [low?.[at], high?.[at]];
  const interval = from === undefined || to === undefined ? '' : ` [${significant(from)}, ${significant(to)}]`;
  return `${label}: ${significant(z?.[at] ?? NaN)}${interval}`;
}
