import { mark, withTitle } from '../mark';
import { places, significant } from '../numbers';
import { seriesStyle } from '../series-style';
import { pointsOf } from './plot-kind';
import type { PlotKind } from './plot-kind';

const thickness = 8;
const gap = 2;

/** Lying bars from 0 to x, at the category whose number is y: a thin one for each series, the first of them full. */
export const bars: PlotKind = {
  hasGrid: true,
  reach: ({ x, y }) => ({ x: [0, ...x], y }),
  draw(series, frame, { index, count }) {
    const { ink } = seriesStyle(index);
    const zero = frame.x.at(0) * frame.width;
    const offset = index * (thickness + gap) - (count * (thickness + gap) - gap) / 2;
    return pointsOf(series, frame).flatMap((point, at) => {
      if (!point) return [];
      const bar = mark('rect', {
        x: places(Math.min(zero, point.x)),
        y: places(point.y + offset),
        width: places(Math.abs(point.x - zero)),
        height: thickness,
        fill: ink,
        stroke: ink,
        fillOpacity: index === 0 ? 0.8 : 0.25,
      });
      return [withTitle(bar, `${series.label}: ${significant(series.x[at] ?? NaN)}`)];
    });
  },
};
