/** A layer by its volume and layer number, as in detectors.csv. */
export type LayerKey = `${number}/${number}`;

interface Region {
  /** Discs at negative z, barrel, discs at positive z. */
  volumes: readonly [number, number, number];
  barrels: number;
  discs: number;
}

const regions: readonly Region[] = [
  { volumes: [7, 8, 9], barrels: 4, discs: 7 },
  { volumes: [12, 13, 14], barrels: 4, discs: 6 },
  { volumes: [16, 17, 18], barrels: 2, discs: 6 },
];

const barrelToBarrel: readonly (readonly [LayerKey, LayerKey])[] = [
  ['8/6', '13/2'],
  ['8/8', '13/2'],
  ['13/6', '17/2'],
  ['13/8', '17/2'],
];

/**
 * Pairs of layers that a track from the beam crosses in succession: outwards from barrel to barrel, from disc to disc, and from each
 * barrel layer to the first disc next to it. For the TrackML detector (arXiv:1904.06778), whose layers are numbered 2, 4, 6, ... in rising radius or z.
 */
export const nextLayers: ReadonlyMap<LayerKey, readonly LayerKey[]> = collect([...regions.flatMap(withinRegion), ...barrelToBarrel]);

function withinRegion({ volumes: [negative, barrel, positive], barrels, discs }: Region): [LayerKey, LayerKey][] {
  const pairs: [LayerKey, LayerKey][] = [];
  for (let layer = 2; layer < 2 * barrels; layer += 2) pairs.push([`${barrel}/${layer}`, `${barrel}/${layer + 2}`]);
  for (let layer = 2; layer < 2 * discs; layer += 2) {
    pairs.push([`${positive}/${layer}`, `${positive}/${layer + 2}`]);
    pairs.push([`${negative}/${layer + 2}`, `${negative}/${layer}`]);
  }
  for (let layer = 2; layer <= 2 * barrels; layer += 2) {
    pairs.push([`${barrel}/${layer}`, `${negative}/${2 * discs}`]);
    pairs.push([`${barrel}/${layer}`, `${positive}/2`]);
  }
  return pairs;
}

function collect(pairs: readonly (readonly [LayerKey, LayerKey])[]): Map<LayerKey, LayerKey[]> {
  const next = new Map<LayerKey, LayerKey[]>();
  for (const [from, to] of pairs) next.set(from, [...(next.get(from) ?? []), to]);
  return next;
}
