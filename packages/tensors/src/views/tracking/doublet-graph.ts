import type { SetDerivation, SetEntries } from '../set-derivation';
import { nextLayers, type LayerKey } from './adjacent-layers';
import { edgeEntries } from './edge-entries';

/** Turn of the azimuth, radians per mm of radius: 0.15 B / pT per metre in the limit of small turns, so 0.18 GeV at 2 T. */
const largestTurn = 0.0017;
/** Where the straight line through both hits meets the beam, mm. */
const largestDisplacement = 200;

/**
 * Pairs of hits on adjacent layers, the inner one first, that a track from near the beam could have made: small turn of the azimuth
 * per radius, and a straight line in r and z that meets the beam near the centre.
 *
 * Source: the graphs of HEP.TrkX (arXiv:1810.06111), with wider cuts for this detector's softer tracks
 */
export const doubletGraph: SetDerivation = {
  inputs: ['hits', 'modules'],
  dtype: 'int64',
  entryShape: [2],
  derive: ({ hits, modules }) => doublets(hits, modules),
};

function doublets(hits: SetEntries | undefined, modules: SetEntries | undefined): SetEntries {
  const count = hits?.count ?? 0;
  const [radius, azimuth, z] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
  const onLayer = new Map<LayerKey, number[]>();
  const layerOf = (hit: number): LayerKey => `${Number(modules?.data[3 * hit])}/${Number(modules?.data[3 * hit + 1])}`;
  for (let hit = 0; hit < count; hit++) {
    const [x, y] = [Number(hits?.data[3 * hit]), Number(hits?.data[3 * hit + 1])];
    radius[hit] = Math.hypot(x, y);
    azimuth[hit] = Math.atan2(y, x);
    z[hit] = Number(hits?.data[3 * hit + 2]);
    const others = onLayer.get(layerOf(hit));
    if (others) others.push(hit);
    else onLayer.set(layerOf(hit), [hit]);
  }
  const fits = (a: number, b: number): boolean => {
    const outward = radius[b]! - radius[a]!;
    if (outward <= 1) return false;
    const turn = Math.abs(azimuth[b]! - azimuth[a]!);
    if (Math.min(turn, 2 * Math.PI - turn) > largestTurn * outward) return false;
    return Math.abs(z[a]! - (radius[a]! * (z[b]! - z[a]!)) / outward) <= largestDisplacement;
  };
  const [from, to]: [number[], number[]] = [[], []];
  for (let hit = 0; hit < count; hit++)
    for (const next of nextLayers.get(layerOf(hit)) ?? [])
      for (const other of onLayer.get(next) ?? []) {
        if (!fits(hit, other)) continue;
        from.push(hit);
        to.push(other);
      }
  return edgeEntries(from, to);
}
