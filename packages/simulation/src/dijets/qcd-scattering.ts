import type { RandomSource } from '@unblind/random';
import { fromRapidity } from '../higgsml/generator/kinematics';
import type { FourVector } from '../jets/four-vector';
import { Flavour } from '../jets/parton-shower';
import { nominalShower, strongCoupling } from '../jets/shower-parameters';
import { collisionEnergy, gluonDensity, quarkDensity } from './parton-densities';

const { acosh, exp, pow, PI } = Math;

export interface Parton {
  flavour: Flavour;
  momentum: FourVector;
}

/** Of both partons, GeV: below it no jet reaches the selection. Proposed as pt^-power, which falls more slowly than the true spectrum. */
const spectrum = { low: 1130, high: collisionEnergy / 2, power: 5 };

interface Point {
  pt: number;
  y1: number;
  y2: number;
  /** Of the range of rapidities that the energy allows at this pt. */
  width: number;
}

/** What may come out of a collision, at the rapidities y1 and y2. */
interface Outcome {
  flavours: readonly [Flavour, Flavour];
  /** In units of their own. */
  weight: number;
}

/**
 * Two partons back to back across the beam, from d sigma / (d pt dy1 dy2) ~ pt x1 f(x1) x2 f(x2) alpha_s(pt)^2 |M|^2 / s^2 with the
 * matrix elements of gg -> gg, qg -> qg and qq' -> qq' at leading order (Combridge, Kripfganz and Ranft, Phys. Lett. B 70, 234 (1977)).
 * Identical quarks are taken as different ones, and gg <-> qq, a few per cent, is left out.
 */
export function scatterPartons(random: RandomSource): Parton[] {
  for (;;) {
    const point = propose(random);
    const outcomes = outcomesAt(point);
    if (random.uniform() * ceiling >= density(point, outcomes)) continue;
    const [one, other] = choose(random, outcomes);
    const phi = random.uniformIn(-PI, PI);
    return [
      { flavour: one, momentum: fromRapidity(point.pt, point.y1, phi, 0) },
      { flavour: other, momentum: fromRapidity(point.pt, point.y2, phi + PI, 0) },
    ];
  }
}

/** pt as a power, rapidities evenly as far as the energy reaches. */
function propose(random: RandomSource): Point {
  const exponent = 1 - spectrum.power;
  const from = pow(spectrum.low, exponent);
  const pt = pow(from + (pow(spectrum.high, exponent) - from) * random.uniform(), 1 / exponent);
  const width = widthAt(pt);
  return { pt, width, y1: width * (random.uniform() - 0.5), y2: width * (random.uniform() - 0.5) };
}

function widthAt(pt: number): number {
  return 2 * acosh(collisionEnergy / (2 * pt));
}

/** All outcomes at a point; none where a parton would need more than its proton has. */
function outcomesAt({ pt, y1, y2 }: Pick<Point, 'pt' | 'y1' | 'y2'>): Outcome[] {
  const x1 = (pt / collisionEnergy) * (exp(y1) + exp(y2));
  const x2 = (pt / collisionEnergy) * (exp(-y1) + exp(-y2));
  if (x1 >= 1 || x2 >= 1) return [];
  const [g1, g2, q1, q2] = [gluonDensity(x1), gluonDensity(x2), quarkDensity(x1), quarkDensity(x2)];
  // -t / s and -u / s, with t between the first proton's parton and the one at y1.
  const t = 1 / (1 + exp(y1 - y2));
  const u = 1 - t;
  const s = x1 * x2 * collisionEnergy ** 2;
  // pt d pt, in units of the lowest pt.
  const common = ((strongCoupling(nominalShower.coupling, pt) * spectrum.low ** 2) / s) ** 2 * (pt / spectrum.low);
  const { gluon, light } = Flavour;
  return [
    { flavours: [gluon, gluon], weight: common * g1 * g2 * gluonsScatter(t, u) },
    { flavours: [light, light], weight: common * q1 * q2 * (quarksScatter(t, u) + quarksScatter(u, t)) },
    { flavours: [light, gluon], weight: common * (q1 * g2 * quarkScattersGluon(t, u) + g1 * q2 * quarkScattersGluon(u, t)) },
    { flavours: [gluon, light], weight: common * (q1 * g2 * quarkScattersGluon(u, t) + g1 * q2 * quarkScattersGluon(t, u)) },
  ];
}

/** |M|^2 / g^4 of gg -> gg, with t and u as fractions of -s. */
function gluonsScatter(t: number, u: number): number {
  return 4.5 * (3 - t * u + u / t ** 2 + t / u ** 2);
}

/** Of qq' -> qq'; t is what the first quark takes. */
function quarksScatter(t: number, u: number): number {
  return ((4 / 9) * (1 + u * u)) / (t * t);
}

/** Of qg -> qg; t is between the quarks. */
function quarkScattersGluon(t: number, u: number): number {
  return (1 + u * u) / (t * t) + ((4 / 9) * (1 + u * u)) / u;
}

function choose(random: RandomSource, outcomes: readonly Outcome[]): readonly [Flavour, Flavour] {
  let left = random.uniform() * outcomes.reduce((sum, { weight }) => sum + weight, 0);
  for (const { flavours, weight } of outcomes) {
    left -= weight;
    if (left < 0) return flavours;
  }
  return [Flavour.light, Flavour.light];
}

/** In units of the proposals' density. */
function density({ pt, width }: Point, outcomes: readonly Outcome[]): number {
  return outcomes.reduce((sum, { weight }) => sum + weight, 0) * width ** 2 * pow(pt / spectrum.low, spectrum.power);
}

/** The density is largest where the energy is lowest; a test scans it. */
const lowest = { pt: spectrum.low, y1: 0, y2: 0, width: widthAt(spectrum.low) };
const ceiling = 1.001 * density(lowest, outcomesAt(lowest));
