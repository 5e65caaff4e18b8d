/** One sensitive surface: a cylinder of fixed radius, or a disc of fixed z. Lengths in mm. */
export interface TrackerLayer {
  volume: number;
  layer: number;
  shape: 'barrel' | 'disc';
  /** Radius of a barrel, z of a disc. */
  position: number;
  /** Range of z of a barrel, of the radius of a disc. */
  from: number;
  to: number;
  /** Along the circumference, and along z (barrel) or the radius (disc). */
  pitch: readonly [number, number];
  modules: readonly [around: number, along: number];
}

interface Region {
  volumes: readonly [number, number, number];
  radii: readonly number[];
  halfLength: number;
  discs: readonly number[];
  disc: readonly [number, number];
  pitch: readonly [number, number];
  /** About as long as a module is wide. */
  moduleSize: readonly [number, number];
}

const stripDiscs = [1220, 1500, 1800, 2150, 2550, 2950];
const regions: readonly Region[] = [
  {
    volumes: [7, 8, 9],
    radii: [32, 72, 116, 172],
    halfLength: 500,
    discs: [600, 700, 820, 960, 1120, 1320, 1500],
    disc: [30, 176],
    pitch: [0.05, 0.05625],
    moduleSize: [16.8, 72],
  },
  {
    volumes: [12, 13, 14],
    radii: [260, 360, 500, 660],
    halfLength: 1080,
    discs: stripDiscs,
    disc: [240, 702],
    pitch: [0.08, 1.2],
    moduleSize: [48, 108],
  },
  {
    volumes: [16, 17, 18],
    radii: [820, 1020],
    halfLength: 1080,
    discs: stripDiscs,
    disc: [755, 1020],
    pitch: [0.12, 10.8],
    moduleSize: [96, 108],
  },
];

/**
 * The 48 layers of the TrackML detector: pixels (volumes 7, 8, 9), short strips (12, 13, 14) and long strips (16, 17, 18); the
 * volume in the middle is the barrel. Ideal surfaces in place of tilted, overlapping modules, so there are other module numbers
 * than in the original. Source: arXiv:1904.06778 and the detectors.csv of the challenge (radii, z, pitches).
 */
export const trackerLayers: readonly TrackerLayer[] = regions.flatMap(layersOf);

function layersOf({ volumes, radii, halfLength, discs, disc, pitch, moduleSize }: Region): TrackerLayer[] {
  const modules = (radius: number, length: number) =>
    [Math.round((2 * Math.PI * radius) / moduleSize[0]), Math.max(1, Math.round(length / moduleSize[1]))] as const;
  const disks = (side: 1 | -1): TrackerLayer[] =>
    discs
      .map((z) => side * z)
      .sort((a, b) => a - b)
      .map((position, i) => ({
        volume: volumes[1 + side]!,
        layer: 2 * (i + 1),
        shape: 'disc',
        position,
        from: disc[0],
        to: disc[1],
        pitch,
        modules: modules((disc[0] + disc[1]) / 2, disc[1] - disc[0]),
      }));
  const barrel = radii.map((position, i): TrackerLayer => ({
    volume: volumes[1],
    layer: 2 * (i + 1),
    shape: 'barrel',
    position,
    from: -halfLength,
    to: halfLength,
    pitch,
    modules: modules(position, 2 * halfLength),
  }));
  return [...disks(-1), ...barrel, ...disks(1)];
}

/** The number, from 1, of the module at azimuth `phi` and `along` (z of a barrel, radius of a disc). */
export function moduleAt({ modules, from, to }: TrackerLayer, phi: number, along: number): number {
  const around = Math.floor((modules[0] * (phi + Math.PI)) / (2 * Math.PI)) % modules[0];
  const row = Math.min(modules[1] - 1, Math.max(0, Math.floor((modules[1] * (along - from)) / (to - from))));
  return 1 + row * modules[0] + around;
}
