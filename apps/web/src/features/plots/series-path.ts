import type { Plot } from '@unblind/contracts';
import type { Axis } from './axis';

export type Series = Plot['series'][number];
export interface Point {
  x: number;
  y: number;
}
export interface Frame {
  x: Axis;
  y: Axis;
  width: number;
  height: number;
}

export function place({ x, y, width, height }: Frame, px: number, py: number): Point {
  return { x: x.at(px) * width, y: height - y.at(py) * height };
}

/** The points that can be drawn; null where one cannot, so that a line breaks there. */
export function pointsOf(series: Series, values: readonly number[], frame: Frame): (Point | null)[] {
  return series.x.map((x, index) => {
    const y = values[index];
    const drawable = y !== undefined && Number.isFinite(y) && (!frame.y.log || y > 0) && (!frame.x.log || x > 0);
    return drawable ? place(frame, x, y) : null;
  });
}

export function linePath(points: readonly (Point | null)[]): string {
  let pen = false;
  return points
    .map((point) => {
      const command = point ? `${pen ? 'L' : 'M'}${print(point.x)} ${print(point.y)}` : '';
      pen = point !== null;
      return command;
    })
    .join('');
}

/** The band between a lower and an upper line. */
export function bandPath(lower: readonly (Point | null)[], upper: readonly (Point | null)[]): string {
  const pairs = lower.flatMap((low, index) => {
    const high = upper[index];
    return low && high ? [{ low, high }] : [];
  });
  if (pairs.length < 2) return '';
  return `${linePath(pairs.map(({ high }) => high))}${linePath(pairs.map(({ low }) => low).reverse()).replace(/^M/, 'L')}Z`;
}

/** Bin contents as steps around the bins' centres; empty bins of a logarithmic axis go to its floor. */
export function stepPath(series: Series, frame: Frame): string {
  return linePath(stepPoints(series, frame));
}

export function stepPoints(series: Pick<Series, 'x' | 'y'>, frame: Frame): Point[] {
  const { x, y } = series;
  const width = x.length > 1 ? (x[x.length - 1]! - x[0]!) / (x.length - 1) : 1;
  return x.flatMap((centre, index) => {
    const content = y[index] ?? 0;
    const height = Math.max(content, frame.y.min);
    return [place(frame, centre - width / 2, height), place(frame, centre + width / 2, height)];
  });
}

function print(value: number): string {
  return String(Math.round(value * 100) / 100);
}
