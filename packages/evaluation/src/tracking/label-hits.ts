import { neighbours } from './neighbours';

/**
 * Tracks of a graph: hits that edges with a score of at least `threshold` connect, directly or through others, are one.
 *
 * @param edges the two ends of each edge, indices of hits @returns a label for each hit, 0, 1, ... in order of first appearance
 */
export function connectedComponents(
  hits: number,
  edges: readonly [ArrayLike<number>, ArrayLike<number>],
  scores: ArrayLike<number>,
  threshold: number,
): Int32Array {
  const parent = Int32Array.from({ length: hits }, (_, hit) => hit);
  const root = (hit: number): number => {
    while (parent[hit] !== hit) hit = parent[hit] = parent[parent[hit]!]!;
    return hit;
  };
  for (let edge = 0; edge < scores.length; edge++) {
    if (!(scores[edge]! >= threshold)) continue;
    const [a, b] = [root(edges[0][edge]!), root(edges[1][edge]!)];
    parent[Math.max(a, b)] = Math.min(a, b);
  }
  return numbered(hits, root);
}

/**
 * DBSCAN: points with at least `minimum` points (themselves too) within `radius` are cores; cores within the radius of each other
 * are one cluster; another point joins its nearest-numbered core's cluster, and one without a core is a cluster of its own.
 *
 * Source: Ester, Kriegel, Sander, Xu, KDD 1996
 */
export function dbscan(points: Float32Array | Float64Array, dimensions: number, radius: number, minimum: number): Int32Array {
  const count = points.length / dimensions;
  const [from, to] = neighbours(points, dimensions, radius);
  const near = new Int32Array(count).fill(1);
  from.forEach((a, edge) => {
    near[a]!++;
    near[to[edge]!]!++;
  });
  const isCore = (point: number) => near[point]! >= minimum;
  const both = Uint8Array.from(from, (a, edge) => (isCore(a) && isCore(to[edge]!) ? 1 : 0));
  const clusters = connectedComponents(count, [from, to], both, 1);
  const joined = new Int32Array(count).fill(-1);
  from.forEach((a, edge) => {
    const b = to[edge]!;
    for (const [point, core] of [
      [a, b],
      [b, a],
    ] as const)
      if (!isCore(point) && isCore(core) && (joined[point]! < 0 || core < joined[point]!)) joined[point] = core;
  });
  return numbered(count, (point) => clusters[joined[point]! < 0 ? point : joined[point]!]!);
}

function numbered(count: number, groupOf: (item: number) => number): Int32Array {
  const labels = new Map<number, number>();
  return Int32Array.from({ length: count }, (_, item) => {
    const group = groupOf(item);
    const label = labels.get(group) ?? labels.size;
    labels.set(group, label);
    return label;
  });
}
