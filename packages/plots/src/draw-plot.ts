import type { Plot } from '@unblind/contracts';
import { axesMarks, marginOf } from './axes';
import { categoryAxis, makeAxis } from './axis';
import { place } from './frame';
import type { Frame } from './frame';
import { plotKinds } from './kinds';
import { mark } from './mark';
import type { Mark } from './mark';
import { rounded } from './numbers';

export interface Size {
  width: number;
  height: number;
}

/** Ids of plots in which the diagonal y = x is drawn as the ideal. */
const withDiagonal = new Set(['reliability']);

/** The space for each tick label of an axis. */
const tickSpacing = { x: 66, y: 54 };

/** Draws a plot, with its series in a frame with axes, as one mark of the given size. */
export function drawPlot(plot: Plot, size: Size): Mark {
  const names = { x: plot.x.label, y: plot.y.label };
  const series = plot.series.map((one) => ({ one, kind: plotKinds[one.as ?? plot.kind] }));
  const extents = series.map(({ one, kind }) => kind.extent(one));
  const wanted = (length: number, each: number): number => Math.max(2, Math.floor(length / each));
  const y = plot.y.categories
    ? categoryAxis(plot.y.categories, 'high')
    : makeAxis(
        extents.flatMap((one) => one.y),
        plot.y.scale,
        wanted(size.height, tickSpacing.y),
      );
  const margin = marginOf(y, names);
  const [width, height] = [size.width - margin.left - margin.right, size.height - margin.top - margin.bottom];
  const x = plot.x.categories
    ? categoryAxis(plot.x.categories, 'low')
    : makeAxis(
        extents.flatMap((one) => one.x),
        plot.x.scale,
        wanted(width, tickSpacing.x),
      );
  const frame: Frame = { x, y, width, height };
  return mark('g', { transform: `translate(${margin.left} ${margin.top})` }, [
    axesMarks(frame, names, plotKinds[plot.kind].hasGrid),
    ...(withDiagonal.has(plot.id) ? diagonal(frame) : []),
    ...series.flatMap(({ one, kind }, index) => kind.draw(one, frame, { index, count: series.length })),
  ]);
}

/** From where it enters the frame to where it leaves it: the axes need not span the same values. */
function diagonal(frame: Frame): Mark[] {
  const { x, y } = frame;
  const [from, to] = [Math.max(x.min, y.min), Math.min(x.max, y.max)];
  const [start, end] = [place(frame, from, from), place(frame, to, to)];
  if (!start || !end || from >= to) return [];
  const [x1, y1, x2, y2] = [start.x, start.y, end.x, end.y].map(rounded);
  return [mark('line', { x1, y1, x2, y2, stroke: 'axis', strokeDasharray: '3 4' })];
}
