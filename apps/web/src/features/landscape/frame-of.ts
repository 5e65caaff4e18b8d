import type { LandscapeView } from '@unblind/contracts';
import { makeAxis } from '@/features/plots/axis';
import { place } from '@/features/plots/series-path';
import type { Frame, Point } from '@/features/plots/series-path';

/** From this factor between the least and the most on, an axis is logarithmic. */
const decades = 20;

/** A frame that holds all points with their error bars. */
export function frameOf({ points, published }: LandscapeView, { width, height }: { width: number; height: number }): Frame {
  const axis = (name: 'x' | 'y', ticks: number) => {
    const values = [...points.map((point) => point[name].value ?? NaN), ...published.map((point) => point[name])];
    const ends = points.flatMap((point) => [point[name].low ?? NaN, point[name].high ?? NaN]);
    const log = values.every((value) => value > 0) && Math.max(...values) > decades * Math.min(...values);
    return makeAxis([...values, ...ends], log ? 'log' : 'linear', ticks);
  };
  return { x: axis('x', width > 500 ? 7 : 4), y: axis('y', 5), width, height };
}

/** The front as steps: what its points, and none beyond, reach. Points lie from the best quality down. */
export function frontPath(view: LandscapeView, frame: Frame): string {
  const front = view.points.filter(({ onFront }) => onFront).map(({ x, y }) => place(frame, x.value ?? NaN, y.value ?? NaN));
  front.sort((a, b) => a.x - b.x || a.y - b.y);
  const print = ({ x, y }: Point): string => `${x.toFixed(1)} ${y.toFixed(1)}`;
  // Where more of x is better, a point holds up to its x; where less is, from its x on.
  const corner = (from: Point, to: Point): Point => (view.x.order === 'desc' ? { x: from.x, y: to.y } : { x: to.x, y: from.y });
  return front
    .map((point, at) => {
      const before = front[at - 1];
      return before ? `L${print(corner(before, point))}L${print(point)}` : `M${print(point)}`;
    })
    .join('');
}
