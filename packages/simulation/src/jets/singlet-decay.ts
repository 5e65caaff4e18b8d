import { mass, twoBodyMomentum } from './four-vector';
import { Flavour, showerParton } from './parton-shower';
import type { Shower } from './shower';

/**
 * Decays a colour singlet of mass m at rest to two light quarks along the z axis, the first along +z, and appends their hadrons to
 * `out`. The quarks' momentum is set for the masses that their showers gave them, so the hadrons' mass is m exactly, and nothing is
 * radiated at larger angles than the quarks make once the singlet is boosted. Showers that leave no room for each other are drawn again.
 *
 * @returns where the second quark's hadrons start
 */
export function decayToQuarks(shower: Shower, m: number): number {
  const { out } = shower;
  const start = out.count;
  let firstMass: number;
  let secondMass: number;
  let secondStart: number;
  do {
    out.count = start;
    firstMass = showerAlongZ(shower, Flavour.light, m);
    secondStart = out.count;
    secondMass = showerAlongZ(shower, Flavour.light, m);
  } while (firstMass + secondMass >= m);
  const momentum = twoBodyMomentum(m, firstMass, secondMass);
  out.boostAlongZ(start, recoil(momentum, firstMass, m), secondStart);
  out.boostAlongZ(secondStart, recoil(momentum, secondMass, m));
  out.rotate(secondStart, -1, 0);
  return secondStart;
}

/** Showers one quark along +z; returns the mass of the system that it became. */
export function showerAlongZ(shower: Shower, flavour: Flavour, plus: number): number {
  const start = shower.out.count;
  showerParton(shower, flavour, plus);
  return mass(shower.out.sum(start));
}

/** The boost (as a rapidity) along its axis that gives a system of mass m and light-cone momentum `plus` the momentum p. */
export function recoil(p: number, m: number, plus: number): number {
  return Math.log((Math.hypot(p, m) + p) / plus);
}
