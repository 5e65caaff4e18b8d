import { clipped, mark } from '../mark';
import { bandPath, linePath } from '../paths';
import { seriesStyle } from '../series-style';
import { boundsOf, pointsOf } from './plot-kind';
import type { PlotKind } from './plot-kind';

/** A line with its optional uncertainty band, which is clipped at the frame. */
export const line: PlotKind = {
  hasGrid: true,
  extent: ({ x, y }) => ({ x, y }),
  draw(series, frame, { index }) {
    const { ink, dash } = seriesStyle(index);
    const band = bandPath(boundsOf(series, series.low, frame), boundsOf(series, series.high, frame));
    return [
      clipped(frame, [
        ...(band ? [mark('path', { d: band, fill: ink, fillOpacity: 0.18 })] : []),
        mark('path', { d: linePath(pointsOf(series, frame)), fill: 'none', stroke: ink, strokeWidth: 2, strokeDasharray: dash }),
      ]),
    ];
  },
};
