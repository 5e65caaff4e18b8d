const { pow } = Math;

/** Energy of the two protons together, GeV. */
export const collisionEnergy = 13_000;

/**
 * x f(x) = amount x^a (1 - x)^b of the gluon, and of all quarks and antiquarks together, at the scale of these collisions, 1 to 3 TeV.
 *
 * The powers b: counting rules give 3 for valence quarks and 5 for gluons at a low scale (Brodsky and Farrar, Phys. Rev. Lett. 31, 1153
 * (1973)); evolution up to TeV adds about one (a quark's by (16/23) ln(alpha_s(1 GeV) / alpha_s(2 TeV))). The small powers a are round
 * numbers, and the amounts make the gluons carry 47 % of the proton's momentum and the quarks 53 %. No fit to data: what they are held
 * against is the dijet spectrum of the LHC Olympics (see the sanity figures).
 */
const shapes = {
  gluon: { amount: 0.714, a: -0.5, b: 6.5 },
  quarks: { amount: 2.093, a: -0.1, b: 4 },
} as const;

function momentumDensity({ amount, a, b }: (typeof shapes)['gluon' | 'quarks'], x: number): number {
  return x < 1 ? amount * pow(x, a) * pow(1 - x, b) : 0;
}

/** x f(x) of the gluon; 0 from x = 1 on. */
export const gluonDensity = (x: number): number => momentumDensity(shapes.gluon, x);
/** x f(x) of all quarks and antiquarks; 0 from x = 1 on. */
export const quarkDensity = (x: number): number => momentumDensity(shapes.quarks, x);
