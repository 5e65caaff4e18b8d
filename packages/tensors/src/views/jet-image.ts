import type { TypedArray } from '@unblind/npy';
import type { ViewDerivation } from './view-derivation';

const stored = 200;
const pixels = 40;
/** Half the side of the image in (eta, phi): a jet of R = 0.8 and a margin. */
const half = 1;

interface Spot {
  pt: number;
  x: number;
  y: number;
}

/**
 * A picture of the jet, as the landscape's image taggers see it (preprocessing of Macaluso and Shih, arXiv:1803.00107, section 3):
 * transverse momentum in 40 x 40 pixels of 0.05 x 0.05 around the centroid, in units of the jet's sum.
 *
 * Centred on the pt-weighted centroid in (eta, phi); turned so that the principal axis of the pt-weighted second moments stands
 * upright; flipped so that the half with more pt is on the right, and then the upper one. image[0, row, column]: rows from the top.
 * What falls outside is left out. A jet without constituents is all zeros.
 */
export const jetImage: ViewDerivation = {
  input: { view: 'constituents', rowShape: [stored, 4] },
  outputs: { image: [1, pixels, pixels] },
  derive(source, count) {
    const image = new Float32Array(count * pixels * pixels);
    for (let jet = 0; jet < count; jet++)
      draw(align(spotsOf(source, jet)), image.subarray(jet * pixels * pixels, (jet + 1) * pixels * pixels));
    return { image };
  },
};

/** Positions relative to the hardest constituent, so that no jet is cut at phi = pi; transverse momenta of sum 1. */
function spotsOf(source: TypedArray, jet: number): Spot[] {
  const spots: Spot[] = [];
  for (let at = jet * stored * 4; at < (jet + 1) * stored * 4; at += 4) {
    const [px, py, pz] = [Number(source[at + 1]), Number(source[at + 2]), Number(source[at + 3])];
    const pt = Math.hypot(px, py);
    if (Number(source[at]) > 0 && pt > 0) spots.push({ pt, x: Math.asinh(pz / pt), y: Math.atan2(py, px) });
  }
  const total = spots.reduce((sum, { pt }) => sum + pt, 0);
  const hardest = spots.reduce<Spot | null>((best, spot) => (best && best.pt >= spot.pt ? best : spot), null);
  return spots.map(({ pt, x, y }) => ({ pt: pt / total, x: x - (hardest?.x ?? 0), y: wrapAngle(y - (hardest?.y ?? 0)) }));
}

function align(spots: readonly Spot[]): Spot[] {
  const mean = (of: (spot: Spot) => number) => spots.reduce((sum, spot) => sum + spot.pt * of(spot), 0);
  const [x0, y0] = [mean(({ x }) => x), mean(({ y }) => y)];
  const centred = spots.map(({ pt, x, y }) => ({ pt, x: x - x0, y: y - y0 }));
  const moment = (of: (spot: Spot) => number) => centred.reduce((sum, spot) => sum + spot.pt * of(spot), 0);
  // The angle of the principal axis to x; a quarter turn further it stands upright.
  const angle = 0.5 * Math.atan2(2 * moment(({ x, y }) => x * y), moment(({ x }) => x * x) - moment(({ y }) => y * y));
  const [cos, sin] = [Math.cos(Math.PI / 2 - angle), Math.sin(Math.PI / 2 - angle)];
  const turned = centred.map(({ pt, x, y }) => ({ pt, x: cos * x - sin * y, y: sin * x + cos * y }));
  const heavier = (of: (spot: Spot) => number) => (turned.reduce((sum, spot) => sum + spot.pt * Math.sign(of(spot)), 0) < 0 ? -1 : 1);
  const [flipX, flipY] = [heavier(({ x }) => x), heavier(({ y }) => y)];
  return turned.map(({ pt, x, y }) => ({ pt, x: flipX * x, y: flipY * y }));
}

function draw(spots: readonly Spot[], image: Float32Array): void {
  const pixel = (2 * half) / pixels;
  for (const { pt, x, y } of spots) {
    const column = Math.floor((x + half) / pixel);
    const row = Math.floor((half - y) / pixel);
    if (column < 0 || column >= pixels || row < 0 || row >= pixels) continue;
    image[row * pixels + column]! += pt;
  }
}

/** A difference of two azimuths, to (-pi, pi]. */
function wrapAngle(angle: number): number {
  if (angle > Math.PI) return angle - 2 * Math.PI;
  return angle <= -Math.PI ? angle + 2 * Math.PI : angle;
}
