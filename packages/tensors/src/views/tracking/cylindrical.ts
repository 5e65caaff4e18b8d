import type { SetDerivation, SetEntries } from '../set-derivation';

/**
 * Cylindrical coordinates of hits [H, 3] in mm, scaled to about 1: radius / 1000, azimuth / pi, z / 1000.
 *
 * Source: the inputs of the Exa.TrkX edge classifiers (arXiv:2103.06995)
 */
export const cylindricalHits: SetDerivation = {
  inputs: ['hits'],
  dtype: 'float32',
  entryShape: [3],
  derive: ({ hits }) => ({ data: cylindrical(hits), count: hits?.count ?? 0 }),
};

export function cylindrical(hits: SetEntries | undefined): Float32Array {
  const { data, count } = hits ?? { data: [], count: 0 };
  const nodes = new Float32Array(3 * count);
  for (let hit = 0; hit < count; hit++) {
    const [x, y, z] = [Number(data[3 * hit]), Number(data[3 * hit + 1]), Number(data[3 * hit + 2])];
    nodes.set([Math.hypot(x, y) / 1000, Math.atan2(y, x) / Math.PI, z / 1000], 3 * hit);
  }
  return nodes;
}
