import { drawnAt } from '@unblind/contracts';
import type { LandscapeView } from '@unblind/contracts';
import { linePath, makeAxis, marginOf, place } from '@unblind/plots';
import type { AxisNames, Frame, Margin, Point, Size } from '@unblind/plots';

/** An axis is logarithmic if its largest value exceeds its smallest by more than this factor. */
const logarithmicAbove = 20;
/** Space for each tick label of an axis. */
const tickSpacing = { x: 110, y: 70 };

/** A frame that contains all points with their error bars, and the margins that its axes need. */
export function frameOf({ points, published }: LandscapeView, { width, height }: Size, names: AxisNames): { frame: Frame; margin: Margin } {
  const axis = (name: 'x' | 'y', ticks: number) => {
    const values = [...points.map((point) => drawnAt(point[name]) ?? NaN), ...published.map((point) => point[name])];
    const ends = points.flatMap((point) => [point[name].low ?? NaN, point[name].high ?? NaN]);
    const log = values.every((value) => value > 0) && Math.max(...values) > logarithmicAbove * Math.min(...values);
    return makeAxis([...values, ...ends], log ? 'log' : 'linear', ticks);
  };
  const y = axis('y', Math.round(height / tickSpacing.y));
  const margin = marginOf(y, names);
  const frame = {
    x: axis('x', Math.round(width / tickSpacing.x)),
    y,
    width: width - margin.left - margin.right,
    height: height - margin.top - margin.bottom,
  };
  return { frame, margin };
}

/** The front as a staircase through its points. */
export function frontPath(view: LandscapeView, frame: Frame): string {
  const front = view.points.flatMap(({ onFront, x, y }) => (onFront ? (place(frame, drawnAt(x) ?? NaN, drawnAt(y) ?? NaN) ?? []) : []));
  front.sort((a, b) => a.x - b.x || a.y - b.y);
  // If larger x is better, a point's quality extends to the left of it; if smaller x is better, to the right.
  const corner = (from: Point, to: Point): Point => (view.x.order === 'desc' ? { x: from.x, y: to.y } : { x: to.x, y: from.y });
  return linePath(
    front.flatMap((point, at) => {
      const before = front[at - 1];
      return before ? [corner(before, point), point] : [point];
    }),
  );
}
