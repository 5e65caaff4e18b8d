import { streamOf } from '@unblind/random';
import { ClusterSequence } from './clustering';
import { deltaPhi, massless } from './four-vector';
import { nSubjettiness } from './n-subjettiness';
import { ParticleBuffer, ParticleKind } from './particle-buffer';

/** Massless particles given as pt, eta, phi. */
function particles(list: readonly (readonly [number, number, number])[]): ParticleBuffer {
  const out = new ParticleBuffer();
  for (const [pt, eta, phi] of list) {
    out.push(massless(pt, eta, phi), ParticleKind.charged);
  }
  return out;
}

const randomEvent = (i: number): (readonly [number, number, number])[] => {
  const random = streamOf(31, i);
  return Array.from({ length: 60 }, () => [1 + 20 * random.exponential(), random.normal(), random.uniformIn(-Math.PI, Math.PI)]);
};

/** Anti-kT by its definition: all distances anew at each step. */
function bruteForce(list: ParticleBuffer, radius: number): number[][] {
  let open = Array.from({ length: list.count }, (_, k) => ({ e: list.e[k]!, px: list.px[k]!, py: list.py[k]!, pz: list.pz[k]!, of: [k] }));
  const jets: number[][] = [];
  while (open.length > 0) {
    const coordinates = open.map(
      ({ e, px, py, pz }) => [px * px + py * py, Math.log((e + pz) / (e - pz)) / 2, Math.atan2(py, px)] as const,
    );
    let best = { i: -1, j: -1, distance: Infinity };
    coordinates.forEach(([pt2, y, phi], i) => {
      if (1 / pt2 < best.distance) best = { i, j: -1, distance: 1 / pt2 };
      for (let j = 0; j < i; j++) {
        const [otherPt2, otherY, otherPhi] = coordinates[j]!;
        const dr2 = (y - otherY) ** 2 + deltaPhi(phi, otherPhi) ** 2;
        const distance = (Math.min(1 / pt2, 1 / otherPt2) * dr2) / radius ** 2;
        if (distance < best.distance) best = { i, j, distance };
      }
    });
    const a = open[best.i]!;
    const b = open[best.j];
    open = open.filter((_, k) => k !== best.i && k !== best.j);
    if (b) open.push({ e: a.e + b.e, px: a.px + b.px, py: a.py + b.py, pz: a.pz + b.pz, of: [...a.of, ...b.of] });
    else jets.push(a.of.sort((x, y) => x - y));
  }
  return jets.sort((x, y) => x[0]! - y[0]!);
}

function antiKtJets(list: ParticleBuffer, radius: number): number[][] {
  const sequence = new ClusterSequence(-1, radius, 'e-scheme');
  sequence.start(list);
  while (sequence.step() > 0);
  const jets = Array.from({ length: sequence.jetCount }, (): number[] => []);
  for (let k = 0; k < list.count; k++) jets[sequence.jetOf[k]!]!.push(k);
  return jets.sort((x, y) => x[0]! - y[0]!);
}

describe('anti-kT clustering', () => {
  it('finds the same jets as the definition applied step by step', () => {
    for (let i = 0; i < 40; i++) {
      const list = particles(randomEvent(i));
      expect(antiKtJets(list, 0.8)).toEqual(bruteForce(list, 0.8));
    }
  });

  it('gives the soft particle between two hard ones to the closer, and joins across phi = pi', () => {
    const list = particles([
      [100, 0, 3.1],
      [90, 0, -2.4],
      [1, 0, -2.9],
      [5, 2.5, 0],
    ]);
    // Distances: 2 to 0 is 0.283, 2 to 1 is 0.5; 0 to 1 is 0.783.
    expect(antiKtJets(list, 0.6)).toEqual([[0, 2], [1], [3]]);
    expect(antiKtJets(list, 0.8)).toEqual([[0, 1, 2], [3]]);
  });

  it('refuses more particles than it has room for', () => {
    const list = particles(Array.from({ length: 1025 }, () => [1, 0, 0] as const));
    expect(() => new ClusterSequence(-1, 0.8, 'e-scheme').start(list)).toThrow(RangeError);
  });
});

describe('N-subjettiness', () => {
  it('is the worked example: three prongs in a row', () => {
    const taus = nSubjettiness(
      particles([
        [50, 0, 0],
        [30, 0.2, 0],
        [20, 0.6, 0],
      ]),
      0.8,
    );
    // kT joins the first two (d = 30^2 0.2^2) around the 50; then the 20 around it. tau_2 = 30 * 0.2 / (100 * 0.8).
    expect(taus[1]).toBeCloseTo(0.075, 12);
    expect(taus[0]).toBeCloseTo((30 * 0.2 + 20 * 0.6) / 80, 12);
    expect(taus[2]).toBe(0);
  });

  it('falls with N for every jet, and is zero for a single particle', () => {
    for (let i = 0; i < 200; i++) {
      const [tau1, tau2, tau3] = nSubjettiness(particles(randomEvent(i)), 0.8);
      expect(tau3).toBeGreaterThan(0);
      expect(tau2).toBeGreaterThanOrEqual(tau3);
      expect(tau1).toBeGreaterThanOrEqual(tau2);
    }
    expect(nSubjettiness(particles([[10, 0, 0]]), 0.8)).toEqual([0, 0, 0]);
  });

  it('does not change when the jet is turned around the beam, boosted along it, or listed in another order', () => {
    // Rounding of logarithms and angles, of order 1e-15 each.
    const event = randomEvent(3).map(([pt, eta, phi]) => [pt, eta * 0.3, phi * 0.1] as const);
    const moved = event.map(([pt, eta, phi]) => [pt, eta + 0.7, phi + 3] as const).reverse();
    const taus = nSubjettiness(particles(event), 0.8);
    nSubjettiness(particles(moved), 0.8).forEach((tau, i) => expect(tau).toBeCloseTo(taus[i]!, 10));
  });
});
