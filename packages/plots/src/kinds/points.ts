import { mark, withTitle } from '../mark';
import { seriesStyle } from '../series-style';
import { boundsOf, pointsOf } from './plot-kind';
import type { PlotKind, Series } from './plot-kind';
import { rounded, significant } from '../numbers';

/** With more points than this, they are drawn small and without tooltips. */
const crowdedAbove = 40;

/** Points with their error bars; the axes contain the whole error bars. */
export const points: PlotKind = {
  hasGrid: true,
  extent: ({ x, y, low = [], high = [] }) => ({ x, y: [...y, ...low, ...high] }),
  draw(series, frame, { index }) {
    const { ink } = seriesStyle(index);
    const isCrowded = series.x.length > crowdedAbove;
    const [lower, upper] = [boundsOf(series, series.low, frame), boundsOf(series, series.high, frame)];
    return pointsOf(series, frame).flatMap((point, at) => {
      if (!point) return [];
      const [x, y] = [rounded(point.x), rounded(point.y)];
      const [low, high] = [lower[at], upper[at]];
      const circle = mark('circle', { cx: x, cy: y, r: isCrowded ? 1.4 : 3.5, fill: ink });
      return [
        ...(low && high
          ? [mark('line', { x1: x, x2: x, y1: rounded(low.y), y2: rounded(high.y), stroke: ink, strokeWidth: isCrowded ? 1.1 : 1.5 })]
          : []),
        isCrowded ? circle : withTitle(circle, tooltip(series, at)),
      ];
    });
  },
};

function tooltip({ label, x, y, low, high }: Series, at: number): string {
  const [from, to] = [low?.[at], high?.[at]];
  const interval = from === undefined || to === undefined ? '' : ` [${significant(from)}, ${significant(to)}]`;
  return `${label}: ${significant(y[at] ?? NaN)}${interval} at ${significant(x[at] ?? NaN)}`;
}
