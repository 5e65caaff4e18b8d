import type { SetEntries } from '../set-derivation';

/** The two ends of each edge as entries [E, 2], which a model sees as an edge_index [2, E]. */
export function edgeEntries(from: ArrayLike<number>, to: ArrayLike<number>): SetEntries {
  const data = new BigInt64Array(2 * from.length);
  for (let edge = 0; edge < from.length; edge++) {
    data[2 * edge] = BigInt(from[edge] ?? 0);
    data[2 * edge + 1] = BigInt(to[edge] ?? 0);
  }
  return { data, count: from.length };
}
