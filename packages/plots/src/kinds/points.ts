import { mark, withTitle } from '../mark';
import { seriesStyle } from '../series-style';
import { boundsOf, pointsOf } from './plot-kind';
import type { PlotKind, Series } from './plot-kind';
import { places, significant } from '../numbers';

/** From here on points are drawn small, and do not tell their values. */
const crowd = 40;

/** Points with their error bars, which are shown whole. */
export const points: PlotKind = {
  hasGrid: true,
  reach: ({ x, y, low = [], high = [] }) => ({ x, y: [...y, ...low, ...high] }),
  draw(series, frame, { index }) {
    const { ink } = seriesStyle(index);
    const isCrowded = series.x.length > crowd;
    const [lower, upper] = [boundsOf(series, series.low, frame), boundsOf(series, series.high, frame)];
    return pointsOf(series, frame).flatMap((point, at) => {
      if (!point) return [];
      const [x, y] = [places(point.x), places(point.y)];
      const [low, high] = [lower[at], upper[at]];
      const circle = mark('circle', { cx: x, cy: y, r: isCrowded ? 1.4 : 3.5, fill: ink });
      return [
        ...(low && high
          ? [mark('line', { x1: x, x2: x, y1: places(low.y), y2: places(high.y), stroke: ink, strokeWidth: isCrowded ? 1.1 : 1.5 })]
          : []),
        isCrowded ? circle : withTitle(circle, told(series, at)),
      ];
    });
  },
};

function told({ label, x, y, low, high }: Series, at: number): string {
  const [from, to] = [low?.[at], high?.[at]];
  const interval = from === undefined || to === undefined ? '' : ` [${significant(from)}, ${significant(to)}]`;
  return `${label}: ${significant(y[at] ?? NaN)}${interval} at ${significant(x[at] ?? NaN)}`;
}
