import type { RandomSource } from '@unblind/random';
import { ParticleKind, type ParticleBuffer } from './particle-buffer';
import { hadronise } from './hadronisation';
import type { Shower } from './shower';
import { strongCoupling, type ShowerParameters } from './shower-parameters';

const { cos, exp, log, pow, sin, PI } = Math;

export const Flavour = { light: 0, bottom: 1, top: 2, gluon: 3 } as const;
export type Flavour = (typeof Flavour)[keyof typeof Flavour];

const CF = 4 / 3;
const CA = 3;
const TR = 1 / 2;
const flavours = 5;
const bottomMass = 4.7;

/** The largest emission angle, as 2 tan(theta / 2): a parton fills the hemisphere around it, its colour partner the other one. */
const hemisphere = 2;

/** A parton on its way: the light-cone momentum p+ = E + pz, the momentum across the jet, and the angle below which it may radiate. */
interface Parton {
  flavour: Flavour;
  plus: number;
  px: number;
  py: number;
  angle: number;
}

/**
 * Showers and hadronises one parton that flies along +z and appends the hadrons to `out`; a top appends itself, on its mass shell.
 *
 * Angular-ordered: each parton branches at ever smaller angles with the probability
 *   dP = d(theta^2)/theta^2 dz alpha_s(kT) / (2 pi) P(z),   kT = z (1 - z) E theta,
 * by the veto algorithm, down to kT = cutoff; both daughters start at the angle of the branching (colour coherence). Heavy quarks
 * radiate less inside their dead cone theta0 = m / E: by (theta^2 / (theta^2 + theta0^2))^2. See Marchesini and Webber, Nucl. Phys. B238 (1984) 1; Ellis, Stirling and
 * Webber, "QCD and Collider Physics", chapter 5. Spin correlations and matrix-element corrections are left out.
 *
 * Kinematics: light-cone fractions and transverse momenta are shared out at each branching, so that sum p+ = `plus` and
 * sum px = sum py = 0 hold exactly; the jet's mass appears as p- = m^2 / p+, which the caller's recoil has to supply.
 *
 * @param plus E + pz of the parton before it radiates, GeV
 * @param mass of a top, GeV; ignored otherwise
 */
export function showerParton(shower: Shower, flavour: Flavour, plus: number, mass = 0): void {
  const { random, parameters, out } = shower;
  const pending: Parton[] = [{ flavour, plus, px: 0, py: 0, angle: hemisphere }];
  for (let parton = pending.pop(); parton; parton = pending.pop()) {
    const other = branch(random, parton, parameters, mass);
    if (other) pending.push(parton, other);
    else if (parton.flavour === Flavour.top) pushOnShell(out, parton, mass);
    else hadronise(shower, parton, parton.flavour === Flavour.gluon ? parameters.gluonFactor : 1);
  }
}

/** Evolves the parton to its next branching: changes it into one daughter and returns the other, or returns null when it is done. */
function branch(random: RandomSource, parton: Parton, parameters: ShowerParameters, topMass: number): Parton | null {
  const { cutoff, coupling } = parameters;
  const energy = parton.plus / 2;
  const isGluon = parton.flavour === Flavour.gluon;
  const deadCone = parton.flavour === Flavour.bottom ? bottomMass / energy : parton.flavour === Flavour.top ? topMass / energy : 0;
  const colour = isGluon ? CA : CF;
  const largestCoupling = strongCoupling(coupling, cutoff);
  let angle = parton.angle;
  for (;;) {
    // x is the softer-enhanced fraction: the gluon's. kT <= x E theta for it, and kT <= E theta / 4 for any.
    const smallest = cutoff / (energy * angle);
    if (smallest >= 0.25) return null;
    const soft = 2 * colour * -log(smallest);
    const total = soft + (isGluon ? flavours * TR : 0);
    angle *= exp((-random.exponential() * PI) / (largestCoupling * total));
    const splitsToQuarks = isGluon && random.uniform() * total > soft;
    const x = splitsToQuarks ? random.uniform() : pow(smallest, random.uniform());
    const kt = x * (1 - x) * energy * angle;
    if (kt < cutoff) continue;
    const shape = splitsToQuarks ? x * x + (1 - x) * (1 - x) : isGluon ? 1 - x + (x * x * (1 - x)) / 2 : (1 + (1 - x) * (1 - x)) / 2;
    const openCone = (angle * angle) / (angle * angle + deadCone * deadCone);
    if (random.uniform() * largestCoupling > shape * openCone * openCone * strongCoupling(coupling, kt)) continue;
    return split(random, parton, { x, kt, angle, toQuarks: splitsToQuarks });
  }
}

interface Branching {
  /** The fraction of p+ that the other daughter takes, the gluon where there is one. */
  x: number;
  kt: number;
  angle: number;
  toQuarks: boolean;
}

function split(random: RandomSource, parton: Parton, { x, kt, angle, toQuarks }: Branching): Parton {
  const phi = random.uniformIn(0, 2 * PI);
  const kx = kt * cos(phi);
  const ky = kt * sin(phi);
  const quark = toQuarks ? (random.integer(flavours) === 0 ? Flavour.bottom : Flavour.light) : null;
  const other = { flavour: quark ?? Flavour.gluon, plus: x * parton.plus, px: x * parton.px + kx, py: x * parton.py + ky, angle };
  parton.flavour = quark ?? parton.flavour;
  parton.plus *= 1 - x;
  parton.px = (1 - x) * parton.px - kx;
  parton.py = (1 - x) * parton.py - ky;
  parton.angle = angle;
  return other;
}

function pushOnShell(out: ParticleBuffer, parton: Parton, mass: number): void {
  const minus = (mass * mass + parton.px * parton.px + parton.py * parton.py) / parton.plus;
  out.push({ e: (parton.plus + minus) / 2, px: parton.px, py: parton.py, pz: (parton.plus - minus) / 2 }, ParticleKind.top);
}
