import { trackerLayers, type TrackerLayer } from './detector';

// Looked up once: see random.ts.
const { PI, asin, atan2, cos, hypot, sin } = Math;

/** Of the solenoid along z, tesla. */
const magneticField = 2;

/** A charged particle at a point: mm, GeV. */
export interface TrackState {
  x: number;
  y: number;
  z: number;
  px: number;
  py: number;
  pz: number;
  /** +1 or -1. */
  charge: number;
}

/** Radius in mm of the circle that pT in GeV follows: pT / (0.2998 B). */
export function curvatureRadius(pt: number): number {
  return (1000 * pt) / (0.299792458 * magneticField);
}

/** Nearer than this to where it is, mm, a track does not cross again. */
const tolerance = 0.01;

/** The next layer that the track crosses within `maximumTurn` radians, and its state there; null where it leaves the detector. */
export function nextCrossing(state: TrackState, maximumTurn: number): { layer: TrackerLayer; state: TrackState; turn: number } | null {
  const { x, y, z, px, py, pz, charge } = state;
  const pt = hypot(px, py);
  const radius = curvatureRadius(pt);
  const phi = atan2(py, px);
  const [centreX, centreY] = [x + charge * radius * sin(phi), y - charge * radius * cos(phi)];
  const distance = hypot(centreX, centreY);
  const azimuth = atan2(centreY, centreX);
  const smallest = tolerance / radius;
  const at = (turn: number): TrackState => {
    const direction = phi - charge * turn;
    return {
      x: centreX - charge * radius * sin(direction),
      y: centreY + charge * radius * cos(direction),
      z: z + (radius * turn * pz) / pt,
      px: pt * cos(direction),
      py: pt * sin(direction),
      pz,
      charge,
    };
  };
  let best: { layer: TrackerLayer; state: TrackState; turn: number } | null = null;
  for (const layer of trackerLayers) {
    for (const turn of layer.shape === 'disc' ? [((layer.position - z) * pt) / (radius * pz)] : barrelTurns(layer.position)) {
      if (!(turn > smallest) || turn > (best?.turn ?? maximumTurn)) continue;
      const there = at(turn);
      const along = layer.shape === 'disc' ? hypot(there.x, there.y) : there.z;
      if (along > layer.from && along < layer.to) best = { layer, state: there, turn };
    }
  }
  return best;

  /** Where the circle meets one about the origin: |centre + radius e|^2 = barrel^2, solved for the direction of flight. */
  function barrelTurns(barrel: number): number[] {
    const sine = (barrel ** 2 - distance ** 2 - radius ** 2) / (2 * charge * radius * distance);
    if (!(sine >= -1 && sine <= 1)) return [];
    return [asin(sine), PI - asin(sine)].map((angle) => {
      const turn = (charge * (phi - azimuth + angle)) % (2 * PI);
      return turn < 0 ? turn + 2 * PI : turn;
    });
  }
}
