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

/** The position of a point in the frame; null if a coordinate is not a number, or is not positive on a logarithmic axis. */
export function place({ x, y, width, height }: Frame, px: number, py: number): Point | null {
  const point = { x: x.at(px) * width, y: (1 - y.at(py)) * height };
  return Number.isFinite(point.x) && Number.isFinite(point.y) ? point : null;
}

/** The position of an interval's end on an axis, 0 to 1. On a logarithmic axis, an end that is not positive is at the low end. */
export function boundAt(axis: Axis, value: number): number {
  return axis.log && value <= 0 ? 0 : axis.at(value);
}
