import type { LandscapeView } from '@unblind/contracts';
import { linePath, makeAxis, marginOf, place } from '@unblind/plots';
import type { AxisNames, Frame, Margin, Point, Size } from '@unblind/plots';

/** From this factor between the least and the most on, an axis is logarithmic. */
const decades = 20;
/** Room for each number of an axis. */
const room = { x: 110, y: 70 };

/** A frame that holds all points with their error bars, and the margin that its axes take of the size. */
export function frameOf({ points, published }: LandscapeView, { width, height }: Size, names: AxisNames): { frame: Frame; margin: Margin } {
  const axis = (name: 'x' | 'y', ticks: number) => {
    const values = [...points.map((point) => point[name].value ?? NaN), ...published.map((point) => point[name])];
    const ends = points.flatMap((point) => [point[name].low ?? NaN, point[name].high ?? NaN]);
    const log = values.every((value) => value > 0) && Math.max(...values) > decades * Math.min(...values);
    return makeAxis([...values, ...ends], log ? 'log' : 'linear', ticks);
  };
  const y = axis('y', Math.round(height / room.y));
  const margin = marginOf(y, names);
  const frame = {
    x: axis('x', Math.round(width / room.x)),
    y,
    width: width - margin.left - margin.right,
    height: height - margin.top - margin.bottom,
  };
  return { frame, margin };
}

/** The front as steps: what its points, and none beyond, reach. Points lie from the best quality down. */
export function frontPath(view: LandscapeView, frame: Frame): string {
  const front = view.points.flatMap(({ onFront, x, y }) => (onFront ? (place(frame, x.value ?? NaN, y.value ?? NaN) ?? []) : []));
  front.sort((a, b) => a.x - b.x || a.y - b.y);
  // Where more of x is better, a point holds up to its x; where less is, from its x on.
  const corner = (from: Point, to: Point): Point => (view.x.order === 'desc' ? { x: from.x, y: to.y } : { x: to.x, y: from.y });
  return linePath(
    front.flatMap((point, at) => {
      const before = front[at - 1];
      return before ? [corner(before, point), point] : [point];
    }),
  );
}
