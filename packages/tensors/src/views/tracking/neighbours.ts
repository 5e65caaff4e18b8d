type Points = Float32Array | Float64Array;

/**
 * Visits the pairs of points nearer than `radius` (inclusive), each once with the lower index first.
 *
 * @param points row after row, `dimensions` values each; in any unit, the same for all @param radius in that unit, above 0
 */
export function eachNear(points: Points, dimensions: number, radius: number, visit: (a: number, b: number) => void): void {
  const count = points.length / dimensions;
  // A grid over the first three axes: points of one pair lie in cells that touch.
  const gridded = Math.min(3, dimensions);
  const cellOf = (point: number) => Array.from({ length: 3 }, (_, axis) => (axis < gridded ? floor(points, point * dimensions + axis) : 0));
  const floor = (values: Points, at: number) => Math.floor((values[at] ?? 0) / radius);
  const cells = new Map<string, number[]>();
  for (let point = 0; point < count; point++) {
    const [a = 0, b = 0, c = 0] = cellOf(point);
    for (const [i, j, k] of around)
      for (const other of cells.get(`${a + i},${b + j},${c + k}`) ?? [])
        if (squaredDistance(points, dimensions, point, other) <= radius ** 2) visit(other, point);
    const key = `${a},${b},${c}`;
    const cell = cells.get(key);
    if (cell) cell.push(point);
    else cells.set(key, [point]);
  }
}

/** The pairs of `eachNear` in order of their lower index: the two ends of each, an `edge_index` of shape [2, E] in two rows. */
export function neighbours(points: Points, dimensions: number, radius: number): [Int32Array, Int32Array] {
  const [from, to]: [number[], number[]] = [[], []];
  eachNear(points, dimensions, radius, (a, b) => {
    from.push(a);
    to.push(b);
  });
  const order = Array.from(from.keys()).sort((a, b) => from[a]! - from[b]! || to[a]! - to[b]!);
  return [Int32Array.from(order, (edge) => from[edge]!), Int32Array.from(order, (edge) => to[edge]!)];
}

const steps = [-1, 0, 1] as const;
const around = steps.flatMap((i) => steps.flatMap((j) => steps.map((k) => [i, j, k] as const)));

function squaredDistance(points: Points, dimensions: number, a: number, b: number): number {
  let sum = 0;
  for (let axis = 0; axis < dimensions; axis++) sum += (points[a * dimensions + axis]! - points[b * dimensions + axis]!) ** 2;
  return sum;
}
