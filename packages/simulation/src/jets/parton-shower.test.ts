import { streamOf } from '@unblind/random';
import { mass, type FourVector } from './four-vector';
import { ParticleBuffer, ParticleKind } from './particle-buffer';
import { Flavour, showerParton } from './parton-shower';
import { nominalShower, strongCoupling, type ShowerParameters } from './shower-parameters';

const plus = 1200;
const shower = (i: number, flavour: Flavour, parameters: ShowerParameters = nominalShower, topMass = 0) => {
  const out = new ParticleBuffer();
  showerParton({ random: streamOf(11, i), parameters, out }, flavour, plus, topMass);
  return out;
};
const at = (p: ParticleBuffer, i: number): FourVector => ({ e: p.e[i]!, px: p.px[i]!, py: p.py[i]!, pz: p.pz[i]! });
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const meanOf = (n: number, value: (i: number) => number) => mean(Array.from({ length: n }, (_, i) => value(i)));

describe('the parton shower', () => {
  // Some hundred additions of numbers up to 1200 in double precision: 1e-10 GeV leaves a factor of ten.
  it('conserves the light-cone momentum and balances the transverse momentum of every jet', () => {
    for (const flavour of [Flavour.light, Flavour.bottom, Flavour.gluon]) {
      for (let i = 0; i < 200; i++) {
        const total = shower(i, flavour).sum();
        expect(Math.abs(total.e + total.pz - plus)).toBeLessThan(1e-9);
        expect(Math.abs(total.px)).toBeLessThan(1e-10);
        expect(Math.abs(total.py)).toBeLessThan(1e-10);
      }
    }
  });

  it('conserves four-momentum together with the massless recoiler that supplies the mass', () => {
    for (let i = 0; i < 200; i++) {
      const jet = shower(i, Flavour.gluon).sum();
      // In the rest frame of parton (E = 600) and recoiler, the recoiler keeps the direction and gives up p- = m^2 / p+.
      const recoiler = 600 - mass(jet) ** 2 / (2 * plus);
      expect(jet.e + recoiler).toBeCloseTo(1200, 8);
      expect(jet.pz - recoiler).toBeCloseTo(0, 8);
    }
  });

  // E^2 - p^2 of a hadron cancels numbers of up to 1e6 GeV^2, each rounded to 1e-16 of itself.
  it('leaves massless hadrons, and a top on its mass shell', () => {
    for (let i = 0; i < 100; i++) {
      const jet = shower(i, Flavour.top, nominalShower, 172.5);
      expect(Array.from(jet.kind.subarray(0, jet.count)).filter((kind) => kind === ParticleKind.top)).toHaveLength(1);
      for (let k = 0; k < jet.count; k++) {
        const p = at(jet, k);
        const m2 = p.e ** 2 - p.px ** 2 - p.py ** 2 - p.pz ** 2;
        expect(Math.abs(m2 - (jet.kind[k] === ParticleKind.top ? 172.5 ** 2 : 0))).toBeLessThan(1e-9 * plus ** 2);
      }
    }
  });

  it('radiates more from gluons than from quarks, about as the ratio of their colour charges', () => {
    const hadrons = (flavour: Flavour) => meanOf(2000, (i) => shower(i, flavour).count);
    const ratio = hadrons(Flavour.gluon) / hadrons(Flavour.light);
    // CA / CF = 9/4 is the limit of infinite energy; at LHC energies the ratio is between 1.5 and 2.
    expect(ratio).toBeGreaterThan(1.4);
    expect(ratio).toBeLessThan(2.25);
  });

  it('makes jets whose mean squared mass is the lowest-order prediction at small coupling', () => {
    // <m^2> = sum over emissions of z (1 - z) E^2 theta^2, with dP of the shower; one emission at most when alpha_s is small.
    const alpha = 0.002;
    const bare: ShowerParameters = { ...nominalShower, coupling: { kind: 'fixed', value: alpha }, hadronsPerRapidity: 0 };
    const n = 60_000;
    const masses = Array.from({ length: n }, (_, i) => mass(shower(i, Flavour.light, bare).sum()) ** 2);
    let expected = 0;
    const steps = 2000;
    for (let j = 0; j < steps; j++) {
      const x = (j + 0.5) / steps;
      // The integral over theta^2 of x (1 - x) E^2, from the cut-off (negligible) to theta = 2.
      expected += ((alpha / (2 * Math.PI)) * (4 / 3) * ((1 + (1 - x) ** 2) / x) * x * (1 - x) * 600 ** 2 * 4) / steps;
    }
    const variance = mean(masses.map((m2) => m2 ** 2)) - mean(masses) ** 2;
    // Four standard errors, and 2 % for second emissions and the cut-off.
    expect(Math.abs(mean(masses) - expected)).toBeLessThan(4 * Math.sqrt(variance / n) + 0.02 * expected);
  });

  it('radiates less from a top than from a light quark, because of the dead cone', () => {
    const bare: ShowerParameters = { ...nominalShower, hadronsPerRapidity: 0 };
    const emissions = (flavour: Flavour) => meanOf(2000, (i) => shower(i, flavour, bare, 172.5).count - 1);
    expect(emissions(Flavour.top)).toBeLessThan(0.5 * emissions(Flavour.light));
    expect(emissions(Flavour.bottom)).toBeLessThan(emissions(Flavour.light));
  });
});

describe('the strong coupling', () => {
  it('is alpha_s(mZ) at the Z mass and grows to 0.338 at 1 GeV at one loop', () => {
    const running = { kind: 'running', atZMass: 0.118 } as const;
    expect(strongCoupling(running, 91.1876)).toBe(0.118);
    // 1 / (1 / 0.118 - 2 * 23 / (12 pi) * ln 91.1876) worked by hand.
    expect(strongCoupling(running, 1)).toBeCloseTo(0.3365, 3);
  });
});
