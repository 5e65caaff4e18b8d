import { streamOf } from '@unblind/random';
import { mass, type FourVector } from './four-vector';
import { ParticleBuffer } from './particle-buffer';
import { nominalShower } from './shower-parameters';
import { breitWigner, decayTop, topPole, topWidth, wPole } from './top-decay';

const add = (a: FourVector, b: FourVector): FourVector => ({ e: a.e + b.e, px: a.px + b.px, py: a.py + b.py, pz: a.pz + b.pz });
const decays = Array.from({ length: 2000 }, (_, i) => {
  const out = new ParticleBuffer();
  const top = { e: Math.hypot(600, 300, topPole), px: 600, py: 0, pz: 300 };
  const [b, q1, q2] = decayTop({ random: streamOf(21, i), parameters: nominalShower, out }, top, topPole);
  return { top, out, b, q1, q2 };
});
const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1]!;

describe('the decay of a top', () => {
  // Sums of a hundred boosted momenta of up to 700 GeV in double precision.
  it('gives hadrons whose four-momenta add up to the top', () => {
    for (const { top, out } of decays) {
      const total = out.sum();
      for (const key of ['e', 'px', 'py', 'pz'] as const) expect(Math.abs(total[key] - top[key])).toBeLessThan(1e-8);
    }
  });

  it('goes through a W: the two light quarks have its mass, with a peak of its width', () => {
    const masses = decays.map(({ q1, q2 }) => mass(add(q1, q2)));
    expect(Math.abs(median(masses) - wPole)).toBeLessThan(0.2);
    // A Breit-Wigner has half of its area within half a width of the pole: here +-1.05 GeV; four standard deviations of the count.
    const inside = masses.filter((m) => Math.abs(m - wPole) < 1.05).length / masses.length;
    expect(Math.abs(inside - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / masses.length));
  });

  it('shares the top energy with the b as two-body kinematics says', () => {
    // In the top's frame E_b = (mt^2 + mb*^2 - mW^2) / (2 mt); invariantly p_t . p_b / mt.
    for (const { top, b, q1, q2 } of decays) {
      const energy = (top.e * b.e - top.px * b.px - top.py * b.py - top.pz * b.pz) / topPole;
      const expected = (topPole ** 2 + mass(b) ** 2 - mass(add(q1, q2)) ** 2) / (2 * topPole);
      expect(Math.abs(energy - expected)).toBeLessThan(1e-6);
    }
  });

  it('has no preferred direction: the mean of the b direction in the top frame is zero', () => {
    const cosines = decays.map(({ top, b }) => {
      const gamma = top.e / topPole;
      const axis = Math.hypot(top.px, top.pz);
      const along = (b.px * top.px + b.pz * top.pz) / axis;
      const energy = (top.e * b.e - top.px * b.px - top.pz * b.pz) / topPole;
      return (gamma * along - (axis / topPole) * b.e) / Math.sqrt(energy ** 2 - mass(b) ** 2);
    });
    const mean = cosines.reduce((sum, c) => sum + c, 0) / cosines.length;
    expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(3 * cosines.length));
  });
});

describe('the Breit-Wigner', () => {
  it('has its median at the pole and half of its values within half a width', () => {
    const random = streamOf(1, 0);
    const masses = Array.from({ length: 20_000 }, () => breitWigner(random, topPole, topWidth));
    expect(Math.abs(median(masses) - topPole)).toBeLessThan(0.05);
    const inside = masses.filter((m) => Math.abs(m - topPole) < topWidth / 2).length / masses.length;
    // The tails beyond 15 widths, 2 % of all, are cut.
    expect(Math.abs(inside - 0.51)).toBeLessThan(4 * Math.sqrt(0.25 / masses.length));
  });
});
