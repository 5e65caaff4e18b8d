import { boundAt } from '../frame';
import type { Frame, Point } from '../frame';
import { clipped, mark } from '../mark';
import type { Mark } from '../mark';
import { bandPath, linePath } from '../paths';
import { seriesStyle } from '../series-style';
import type { PlotKind, Series } from './plot-kind';

/** Bin contents as steps. The x values are the bin centres; all bins have the same width. */
export const step: PlotKind = {
  hasGrid: true,
  extent,
  draw: (series, frame, { index }) => [clipped(frame, outline(series, frame, index))],
};

/** Bin contents as steps, with the area below them filled. */
export const histogram: PlotKind = {
  hasGrid: true,
  extent,
  draw(series, frame, { index }) {
    const steps = corners(series, series.y, frame);
    const floor = steps.map(({ x }) => ({ x, y: frame.height }));
    const fill = mark('path', { d: bandPath(floor, steps), fill: seriesStyle(index).ink, fillOpacity: 0.1 });
    return [clipped(frame, [fill, ...outline(series, frame, index)])];
  },
};

/** In x from the first to the last bin edge; y includes zero. */
function extent({ x, y }: Series): { x: number[]; y: number[] } {
  const half = binWidth(x) / 2;
  return { x: x.flatMap((centre) => [centre - half, centre + half]), y: [0, ...y] };
}

function outline(series: Series, frame: Frame, index: number): Mark[] {
  const { ink, dash } = seriesStyle(index);
  const { low, high } = series;
  return [
    ...(low && high
      ? [mark('path', { d: bandPath(corners(series, low, frame), corners(series, high, frame)), fill: ink, fillOpacity: 0.22 })]
      : []),
    mark('path', {
      d: linePath(corners(series, series.y, frame)),
      fill: 'none',
      stroke: ink,
      strokeWidth: 1.75,
      strokeDasharray: dash,
    }),
  ];
}

/** Both upper corners of each bin; on a logarithmic axis, empty bins are at the low end. */
function corners({ x }: Series, contents: readonly number[], frame: Frame): Point[] {
  const half = binWidth(x) / 2;
  return x.flatMap((centre, at) => {
    const y = (1 - boundAt(frame.y, contents[at] ?? 0)) * frame.height;
    return [centre - half, centre + half].map((edge) => ({ x: frame.x.at(edge) * frame.width, y }));
  });
}

function binWidth(x: readonly number[]): number {
  const [first = 0, last = 0] = [x[0], x.at(-1)];
  return x.length > 1 ? (last - first) / (x.length - 1) : 1;
}
