import { generateJets, type Jets } from './generate-jets';
import { constituentsPerJet, jetFeatures } from './measure-jet';
import { nominalShower } from './shower-parameters';

const count = 3000;
const jets = generateJets({ seed: 7, count });
const column = (name: (typeof jetFeatures)[number], label?: 0 | 1, of: Jets = jets) => {
  const index = jetFeatures.indexOf(name);
  return Array.from(of.labels.keys())
    .filter((i) => label === undefined || of.labels[i] === label)
    .map((i) => of.jet[i * jetFeatures.length + index]!);
};
const quantile = (values: number[], q: number) => values.sort((a, b) => a - b)[Math.floor(q * values.length)]!;
const histogram = (values: number[], low: number, high: number, bins: number) => {
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) {
    const bin = Math.floor(((value - low) / (high - low)) * bins);
    if (bin >= 0 && bin < bins) counts[bin]!++;
  }
  return counts;
};

describe('simulated jets', () => {
  it('are the same to the bit again, and in pieces of any size', () => {
    const whole = generateJets({ seed: 9, count: 12 });
    expect(generateJets({ seed: 9, count: 12 })).toEqual(whole);
    const pieces = [
      [0, 1],
      [1, 7],
      [8, 4],
    ].map(([start, n]) => generateJets({ seed: 9, start, count: n! }));
    for (const key of ['constituents', 'jet', 'labels'] as const) {
      expect(pieces.flatMap((piece) => Array.from(piece[key]))).toEqual(Array.from(whole[key]));
    }
    expect(generateJets({ seed: 10, count: 12 }).jet).not.toEqual(whole.jet);
  });

  it('are the ones first published: their bits change only on purpose', () => {
    const { jet, labels } = generateJets({ seed: 20190215, count: 3 });
    expect(Array.from(labels)).toMatchInlineSnapshot(`
      [
        1,
        1,
        0,
      ]
    `);
    expect(Array.from(jet.subarray(0, 4))).toMatchInlineSnapshot(`
      [
        595.9177856445312,
        -1.1567749977111816,
        -0.07278209924697876,
        144.56455993652344,
      ]
    `);
  });

  it('lie in the window of pt and eta', () => {
    expect(Math.min(...column('pt'))).toBeGreaterThanOrEqual(550);
    expect(Math.max(...column('pt'))).toBeLessThanOrEqual(650);
    expect(Math.max(...column('eta').map(Math.abs))).toBeLessThanOrEqual(2);
  });

  it('have constituents sorted by pt, massless, padded with zeros after the last, and at least one', () => {
    for (let i = 0; i < 500; i++) {
      const rows = Array.from({ length: constituentsPerJet }, (_, k) => {
        const at = (i * constituentsPerJet + k) * 4;
        const [e, px, py, pz] = jets.constituents.subarray(at, at + 4);
        return { e: e!, pt: Math.hypot(px!, py!), p: Math.hypot(px!, py!, pz!) };
      });
      const present = rows.findIndex(({ e }) => e === 0);
      expect(present).toBeGreaterThan(0);
      expect(rows.slice(present).every(({ e, p }) => e === 0 && p === 0)).toBe(true);
      for (let k = 0; k < present; k++) {
        // float32 keeps seven digits.
        expect(Math.abs(rows[k]!.e - rows[k]!.p)).toBeLessThan(1e-6 * rows[k]!.e);
        expect(rows[k]!.pt).toBeGreaterThan(0.49);
        if (k > 0) expect(rows[k]!.pt).toBeLessThanOrEqual(rows[k - 1]!.pt * (1 + 1e-6));
      }
    }
  });

  it('have the kinematics of their constituents', () => {
    for (let i = 0; i < 500; i++) {
      const sum = [0, 0, 0, 0];
      for (let k = 0; k < constituentsPerJet * 4; k++) sum[k % 4]! += jets.constituents[i * constituentsPerJet * 4 + k]!;
      const [e, px, py, pz] = sum as [number, number, number, number];
      const [pt, eta, phi, mass] = jets.jet.subarray(i * jetFeatures.length, i * jetFeatures.length + 4);
      // Sums of float32 numbers: a relative 1e-6; the mass is a difference of squares, some ten times worse.
      expect(Math.abs(Math.hypot(px, py) / pt! - 1)).toBeLessThan(1e-6);
      expect(Math.asinh(pz / Math.hypot(px, py))).toBeCloseTo(eta!, 5);
      expect(Math.atan2(py, px)).toBeCloseTo(phi!, 5);
      expect(Math.sqrt(e * e - px * px - py * py - pz * pz) / mass!).toBeCloseTo(1, 3);
    }
  });

  it('have tau3 <= tau2 <= tau1 and the ratios of these', () => {
    const [tau1, tau2, tau3] = [column('tau1'), column('tau2'), column('tau3')];
    column('tau32').forEach((ratio, i) => {
      expect(tau3[i]!).toBeLessThanOrEqual(tau2[i]!);
      expect(tau2[i]!).toBeLessThanOrEqual(tau1[i]!);
      if (tau2[i]! > 0) expect(ratio).toBeCloseTo(tau3[i]! / tau2[i]!, 5);
    });
  });

  it('are tops as often as asked, within four standard deviations', () => {
    const tops = (of: Jets) => of.labels.reduce((sum, label) => sum + label, 0);
    expect(Math.abs(tops(jets) - count / 2)).toBeLessThan(4 * Math.sqrt(count / 4));
    expect(tops(generateJets({ seed: 7, count: 20, signalFraction: 0 }))).toBe(0);
    expect(tops(generateJets({ seed: 7, count: 20, signalFraction: 1 }))).toBe(20);
  });

  it('change with the shower: no hadrons of their own leave fewer constituents', () => {
    const bare = generateJets({ seed: 7, count: 200, shower: { ...nominalShower, hadronsPerRapidity: 0 } });
    const constituents = ({ constituents }: Jets, n: number) =>
      constituents.subarray(0, n * constituentsPerJet * 4).filter((x) => x !== 0).length;
    expect(constituents(bare, 200)).toBeLessThan(constituents(jets, 200) / 2);
  });
});

describe('the mass of simulated jets', () => {
  const qcd = histogram(column('mass', 0), 0, 300, 30);

  it('peaks for tops at the top mass', () => {
    const tops = histogram(column('mass', 1), 0, 300, 30);
    expect([16, 17]).toContain(tops.indexOf(Math.max(...tops)));
    const inPeak = column('mass', 1).filter((m) => m > 140 && m < 200);
    expect(quantile(inPeak, 0.5)).toBeGreaterThan(165);
    expect(quantile(inPeak, 0.5)).toBeLessThan(176);
  });

  it('has a shoulder for tops at the W mass, where the b is outside: it begins steeply and is level up to the peak', () => {
    const counts = (low: number, high: number) => column('mass', 1).filter((m) => m > low && m < high).length;
    expect(counts(80, 95)).toBeGreaterThan(5 * counts(50, 65));
    expect(counts(80, 95)).toBeGreaterThan(0.7 * counts(100, 115));
  });

  it('falls for QCD jets above its low maximum', () => {
    expect(qcd.indexOf(Math.max(...qcd))).toBeLessThan(6);
    const coarse = [60, 90, 120, 150, 180, 210, 240].map((low) => qcd.slice(low / 10, low / 10 + 3).reduce((a, b) => a + b));
    coarse.slice(1).forEach((n, i) => expect(n).toBeLessThan(coarse[i]!));
  });

  it('and tau32 tell tops from QCD jets, though neither does alone', () => {
    expect(quantile(column('tau32', 1), 0.5)).toBeLessThan(quantile(column('tau32', 0), 0.25));
    const inWindow = column('mass', 0).filter((m) => m > 140 && m < 200).length / column('mass', 0).length;
    expect(inWindow).toBeGreaterThan(0.03);
    expect(inWindow).toBeLessThan(0.25);
  });
});
