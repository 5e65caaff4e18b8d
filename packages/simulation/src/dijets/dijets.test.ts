import { dijetFeatures } from './measure-dijet';
import { generateDijets, particlesPerEvent, type Dijets } from './generate-dijets';
import { shiftDijets } from './shift-dijets';

const count = 300;
const resonance = { decay: 'pair', mass: 3500, heavy: 500, light: 100 } as const;
const qcd = generateDijets({ seed: 4, count, signalFraction: 0, resonances: [] });
const signal = generateDijets({ seed: 4, count, signalFraction: 1, resonances: [resonance] });
const median = (values: ArrayLike<number>) => Array.from(values).sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
const column = ({ features }: Dijets, name: (typeof dijetFeatures)[number]) =>
  Array.from({ length: count }, (_, i) => features[i * dijetFeatures.length + dijetFeatures.indexOf(name)]!);
const tau21 = (events: Dijets) => column(events, 'tau2j1').map((tau2, i) => tau2 / (column(events, 'tau1j1')[i]! + 1e-5));

describe('simulated dijet events', () => {
  it('have the resonance at its mass, a few per cent low where radiation leaves the jets', () => {
    expect(median(signal.dijetMass)).toBeGreaterThan(3150);
    expect(median(signal.dijetMass)).toBeLessThan(3550);
    const near = Array.from(signal.dijetMass).filter((m) => Math.abs(m - 3400) < 400).length;
    expect(near / count).toBeGreaterThan(0.7);
  });

  it('have a QCD spectrum that falls', () => {
    const counts = [2500, 3300, 4100, 4900].map((low) => Array.from(qcd.dijetMass).filter((m) => m >= low && m < low + 800).length);
    counts.slice(1).forEach((n, i) => expect(n).toBeLessThan(counts[i]!));
  });

  it('have the daughters as jet masses: the heavier near 500 GeV', () => {
    const heavier = column(signal, 'mj1').map((m, i) => Math.max(m, column(signal, 'mj2')[i]!));
    expect(median(heavier)).toBeGreaterThan(440);
    expect(median(heavier)).toBeLessThan(570);
  });

  it('have two prongs where a particle decayed', () => {
    expect(median(tau21(signal))).toBeLessThan(0.8 * median(tau21(qcd)));
  });

  it('pass the selection of the hardest jet, and balance across the beam', () => {
    for (const events of [qcd, signal]) {
      const pt = (jet: 1 | 2) => column(events, `pxj${jet}`).map((px, i) => Math.hypot(px, column(events, `pyj${jet}`)[i]!));
      expect(Math.min(...pt(1))).toBeGreaterThan(1200);
      pt(1).forEach((value, i) => expect(value).toBeGreaterThanOrEqual(pt(2)[i]!));
    }
    const balance = column(qcd, 'pxj1').map((px, i) =>
      Math.hypot(px + column(qcd, 'pxj2')[i]!, column(qcd, 'pyj1')[i]! + column(qcd, 'pyj2')[i]!),
    );
    // What is not in the two jets: radiation outside them and resolution.
    expect(median(balance)).toBeLessThan(150);
  });

  it('hold jets that are the sum of their particles: no jet is heavier than the event', () => {
    for (let i = 0; i < 20; i++) {
      let energy = 0;
      for (let k = 0; k < particlesPerEvent; k++) {
        const at = (i * particlesPerEvent + k) * 3;
        energy += qcd.particles[at]! * Math.cosh(qcd.particles[at + 1]!);
      }
      expect(qcd.dijetMass[i]!).toBeLessThan(energy);
    }
  });

  it('are the same to the bit from the same seed and number', () => {
    const part = generateDijets({ seed: 4, start: 100, count: 20, signalFraction: 1, resonances: [resonance] });
    expect(part.particles).toEqual(signal.particles.slice(100 * particlesPerEvent * 3, 120 * particlesPerEvent * 3));
    expect(part.features).toEqual(signal.features.slice(100 * 14, 120 * 14));
  });
});

describe('a shift of dijet events', () => {
  const request = { seed: 4, count };
  it('of the energy scale moves every mass by its factor', () => {
    const up = shiftDijets(qcd, { shift: 'energy-scale', factor: 1.02 }, request);
    // float32 pt, eta, phi stand between: 1e-4 of a mass.
    expect(Math.max(...Array.from(up.dijetMass, (m, i) => Math.abs(m / qcd.dijetMass[i]! / 1.02 - 1)))).toBeLessThan(1e-3);
  });

  it('of the resolution moves all jets of an event alike', () => {
    const wide = shiftDijets(qcd, { shift: 'energy-resolution', width: 0.05 }, request);
    const ratios = Array.from(wide.dijetMass, (m, i) => m / qcd.dijetMass[i]! - 1);
    const spread = Math.sqrt(ratios.reduce((sum, ratio) => sum + ratio ** 2, 0) / count);
    // 5 %, known to 4 % from 300 events.
    expect(spread).toBeGreaterThan(0.042);
    expect(spread).toBeLessThan(0.058);
  });

  it('that loses particles lowers the mass, and pile-up raises the jets masses', () => {
    const lossy = shiftDijets(qcd, { shift: 'particle-loss', probability: 0.05 }, request);
    expect(median(Array.from(lossy.dijetMass, (m, i) => m / qcd.dijetMass[i]!))).toBeCloseTo(0.95, 1);
    const piled = shiftDijets(qcd, { shift: 'pile-up', particles: 60 }, request);
    expect(median(column(piled, 'mj1'))).toBeGreaterThan(median(column(qcd, 'mj1')));
  });
});
