import { mark, withTitle } from '../mark';
import { rounded, significant } from '../numbers';
import { seriesStyle } from '../series-style';
import { pointsOf } from './plot-kind';
import type { PlotKind } from './plot-kind';

const thickness = 8;
const gap = 2;

/** Horizontal bars from 0 to x, at category number y: a thin bar for each series, of which the first is the most opaque. */
export const bars: PlotKind = {
  hasGrid: true,
  extent: ({ x, y }) => ({ x: [0, ...x], y }),
  draw(series, frame, { index, count }) {
    const { ink } = seriesStyle(index);
    const zero = frame.x.at(0) * frame.width;
    const offset = index * (thickness + gap) - (count * (thickness + gap) - gap) / 2;
    return pointsOf(series, frame).flatMap((point, at) => {
      if (!point) return [];
      const bar = mark('rect', {
        x: rounded(Math.min(zero, point.x)),
        y: rounded(point.y + offset),
        width: rounded(Math.abs(point.x - zero)),
        height: thickness,
        fill: ink,
        stroke: ink,
        fillOpacity: index === 0 ? 0.8 : 0.25,
      });
      return [withTitle(bar, `${series.label}: ${significant(series.x[at] ?? NaN)}`)];
    });
  },
};
