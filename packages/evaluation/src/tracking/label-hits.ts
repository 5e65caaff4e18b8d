import { eachNear } from '@unblind/tensors';

/** Disjoint sets of items that can be merged (union-find). The root of a group is its lowest item. */
class Groups {
  private readonly parent: Int32Array;

  constructor(private readonly count: number) {
    this.parent = Int32Array.from({ length: count }, (_, item) => item);
  }

  rootOf(item: number): number {
    const { parent } = this;
    while (parent[item] !== item) item = parent[item] = parent[parent[item]!]!;
    return item;
  }

  join(a: number, b: number): void {
    const [rootA, rootB] = [this.rootOf(a), this.rootOf(b)];
    this.parent[Math.max(rootA, rootB)] = Math.min(rootA, rootB);
  }

  /** A label for each item, 0, 1, ... in order of first appearance. */
  labels(groupOf: (item: number) => number = (item) => item): Int32Array {
    const labels = new Map<number, number>();
    return Int32Array.from({ length: this.count }, (_, item) => {
      const root = this.rootOf(groupOf(item));
      const label = labels.get(root) ?? labels.size;
      labels.set(root, label);
      return label;
    });
  }
}

/**
 * Tracks of a graph: hits that are connected, directly or through other hits, by edges with a score of at least `threshold` form one
 * track.
 *
 * @param edges the two ends of each edge, indices of hits @returns a label for each hit, 0, 1, ... in order of first appearance
 */
export function connectedComponents(
  hits: number,
  edges: readonly [ArrayLike<number>, ArrayLike<number>],
  scores: ArrayLike<number>,
  threshold: number,
): Int32Array {
  const groups = new Groups(hits);
  for (let edge = 0; edge < scores.length; edge++) if (scores[edge]! >= threshold) groups.join(edges[0][edge]!, edges[1][edge]!);
  return groups.labels();
}

/** More pairs of points lie within the radius than are allowed. */
export class TooManyPairs extends Error {}

/**
 * DBSCAN: points with at least `minimum` points (including themselves) within `radius` are cores; cores within the radius of each
 * other form one cluster. Any other point joins the cluster of the lowest-numbered core within the radius; without one it is a
 * cluster of its own.
 *
 * Source: Ester, Kriegel, Sander, Xu, KDD 1996. @throws TooManyPairs above `mostPairs`
 */
export function dbscan(
  points: Float32Array | Float64Array,
  dimensions: number,
  { radius, minimum, mostPairs = Infinity }: { radius: number; minimum: number; mostPairs?: number },
): Int32Array {
  const count = points.length / dimensions;
  const near = new Int32Array(count).fill(1);
  let pairs = 0;
  eachNear(points, dimensions, radius, (a, b) => {
    if (++pairs > mostPairs) throw new TooManyPairs(`more than ${mostPairs} pairs of points lie within ${radius}`);
    near[a]!++;
    near[b]!++;
  });
  const isCore = (point: number) => near[point]! >= minimum;
  const groups = new Groups(count);
  const joined = new Int32Array(count).fill(-1);
  const joins = (point: number, core: number) => {
    if (!isCore(point) && isCore(core) && (joined[point]! < 0 || core < joined[point]!)) joined[point] = core;
  };
  eachNear(points, dimensions, radius, (a, b) => {
    if (isCore(a) && isCore(b)) groups.join(a, b);
    joins(a, b);
    joins(b, a);
  });
  return groups.labels((point) => (joined[point]! < 0 ? point : joined[point]!));
}
