export type Direction = 'asc' | 'desc';

/**
 * Marks the points of the Pareto front: no other point is at least as good in both numbers and better in one. Equal points are either
 * all on the front or all off it.
 *
 * @param points finite numbers
 * @param better for each number, whether more ('desc') or less ('asc') is better
 */
export function paretoFront(points: readonly { x: number; y: number }[], better: { x: Direction; y: Direction }): boolean[] {
  const gain = (value: number, direction: Direction): number => (direction === 'desc' ? value : -value);
  const order = points
    .map(({ x, y }, index) => ({ index, x: gain(x, better.x), y: gain(y, better.y) }))
    .sort((a, b) => b.x - a.x || b.y - a.y);
  const onFront = points.map(() => false);
  let best: { x: number; y: number } | null = null;
  for (const point of order) {
    if (best !== null && point.y <= best.y && !(point.y === best.y && point.x === best.x)) continue;
    onFront[point.index] = true;
    best = point;
  }
  return onFront;
}
