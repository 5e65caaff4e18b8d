import type { Axis } from './axis';

/** The rectangle between the axes, with its origin at the upper left. */
export interface Frame {
  x: Axis;
  y: Axis;
  width: number;
  height: number;
}

export interface Point {
  x: number;
  y: number;
}

/** Where a point is drawn; null for what is not a number, or not positive on a logarithmic axis. */
export function place({ x, y, width, height }: Frame, px: number, py: number): Point | null {
  const point = { x: x.at(px) * width, y: (1 - y.at(py)) * height };
  return Number.isFinite(point.x) && Number.isFinite(point.y) ? point : null;
}

/** The end of an interval along an axis, 0 to 1: one that a logarithm has no place for runs to the axis' low end. */
export function boundAt(axis: Axis, value: number): number {
  return axis.log && value <= 0 ? 0 : axis.at(value);
}
