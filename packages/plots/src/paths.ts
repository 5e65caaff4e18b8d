import { area, line } from 'd3-shape';
import type { Point } from './frame';

const drawLine = line<Point | null>()
  .defined((point) => point !== null)
  .x((point) => point?.x ?? NaN)
  .y((point) => point?.y ?? NaN)
  .digits(2);

/** The path of a line through the points, with a gap at each null. */
export function linePath(points: readonly (Point | null)[]): string {
  return drawLine([...points]) ?? '';
}

interface Slice {
  x: number;
  low: number;
  high: number;
}

const drawBand = area<Slice | null>()
  .defined((slice) => slice !== null)
  .x((slice) => slice?.x ?? NaN)
  .y0((slice) => slice?.low ?? NaN)
  .y1((slice) => slice?.high ?? NaN)
  .digits(2);

/** The path of the area between a lower and an upper line at the same x, with a gap where either is null. */
export function bandPath(lower: readonly (Point | null)[], upper: readonly (Point | null)[]): string {
  const slices = lower.map((low, at) => {
    const high = upper[at];
    return low && high ? { x: low.x, low: low.y, high: high.y } : null;
  });
  return drawBand(slices) ?? '';
}
