import type { Plot } from '@unblind/contracts';
import type { Frame, Point } from '../frame';
import { boundAt, place } from '../frame';
import type { Mark } from '../mark';

export type Series = Plot['series'][number];

/** How one kind of plot is drawn. */
export interface PlotKind {
  /** Whether grid lines are drawn at the ticks of y. */
  hasGrid: boolean;
  /** The values that the axes must contain. */
  extent(series: Series): { x: readonly number[]; y: readonly number[] };
  /** The marks of series number `index` of `count`. */
  draw(series: Series, frame: Frame, order: { index: number; count: number }): Mark[];
}

/** The points of a series; null for points that cannot be drawn. */
export function pointsOf({ x, y }: Pick<Series, 'x' | 'y'>, frame: Frame): (Point | null)[] {
  return x.map((value, at) => place(frame, value, y[at] ?? NaN));
}

/** The ends of the intervals in y. On a logarithmic axis, an end that is not positive is at the low end. Null where there is no interval. */
export function boundsOf({ x }: Pick<Series, 'x'>, bounds: readonly number[] | undefined, frame: Frame): (Point | null)[] {
  return x.map((value, at) => {
    const point = { x: frame.x.at(value) * frame.width, y: (1 - boundAt(frame.y, bounds?.[at] ?? NaN)) * frame.height };
    return Number.isFinite(point.x) && Number.isFinite(point.y) ? point : null;
  });
}
