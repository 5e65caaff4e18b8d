import { generateJets } from './generate-jets';
import { constituentsPerJet, jetFeatures } from './measure-jet';
import { shiftJets, type JetShift } from './shift-jets';

const count = 400;
const request = { seed: 11, count };
const nominal = generateJets(request);
const shifted = (shift: JetShift) => shiftJets(nominal, shift, request);
const column = ({ jet }: { jet: Float32Array }, name: (typeof jetFeatures)[number]) =>
  Array.from({ length: count }, (_, i) => jet[i * jetFeatures.length + jetFeatures.indexOf(name)]!);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const constituents = ({ constituents: rows }: { constituents: Float32Array }) =>
  Array.from({ length: count }, (_, i) => {
    const jet = rows.subarray(i * constituentsPerJet * 4, (i + 1) * constituentsPerJet * 4);
    return jet.filter((value, at) => at % 4 === 0 && value !== 0).length;
  });

describe('a shift of jets', () => {
  it('of the calorimeters scales photons and neutral hadrons and leaves tracks alone, so that shares of momentum move', () => {
    const up = shifted({ shift: 'calorimeter-scale', factor: 1.1 });
    // Whatever is not a track: about a third of the momentum, so 3 to 5 % of pt.
    const ratio = mean(column(up, 'pt').map((pt, i) => pt / column(nominal, 'pt')[i]!));
    expect(ratio).toBeGreaterThan(1.025);
    expect(ratio).toBeLessThan(1.05);
    const moved = mean(column(up, 'tau32').map((value, i) => Math.abs(value - column(nominal, 'tau32')[i]!)));
    expect(moved).toBeGreaterThan(0.002);
  });

  it('of the calorimeters is refused for jets of which nobody knows what is a track', () => {
    const { kinds: _kinds, ...imported } = nominal;
    expect(() => shiftJets(imported, { shift: 'calorimeter-scale', factor: 1.1 }, request)).toThrow(RangeError);
  });

  it('of nothing gives the jets back', () => {
    const same = shifted({ shift: 'calorimeter-scale', factor: 1 });
    // Only E may move: it is recomputed as |p|.
    expect(same.constituents.findIndex((value, i) => Math.abs(value - nominal.constituents[i]!) > 1e-3)).toBe(-1);
    expect(same.labels).toEqual(nominal.labels);
  });

  it('of the resolution widens pt without moving it', () => {
    const before = column(nominal, 'pt');
    const ratio = column(shifted({ shift: 'energy-resolution', width: 0.1 }), 'pt').map((pt, i) => pt / before[i]!);
    expect(mean(ratio)).toBeCloseTo(1, 2);
    const spread = Math.sqrt(mean(ratio.map((value) => (value - 1) ** 2)));
    // Some 45 constituents, unequal: between 10 % / sqrt(45) and 10 %.
    expect(spread).toBeGreaterThan(0.015);
    expect(spread).toBeLessThan(0.06);
  });

  it('that loses constituents loses the fraction it says, never the hardest', () => {
    const lossy = shifted({ shift: 'constituent-loss', probability: 0.2 });
    expect(mean(constituents(lossy)) / mean(constituents(nominal))).toBeCloseTo(0.8, 1);
    for (let i = 0; i < count; i++) {
      const at = i * constituentsPerJet * 4 + 1;
      expect(lossy.constituents[at]).toBe(nominal.constituents[at]);
    }
  });

  it('by pile-up adds its density times the area, and mass more than pt', () => {
    const piled = shifted({ shift: 'pile-up', density: 4 });
    const added = mean(column(piled, 'pt')) - mean(column(nominal, 'pt'));
    // 4 GeV x pi 0.8^2 = 8.0 GeV on average, a little less along the axis; 400 jets with about 3 GeV of spread each.
    expect(added).toBeGreaterThan(6.5);
    expect(added).toBeLessThan(8.8);
    expect(mean(column(piled, 'mass')) / mean(column(nominal, 'mass'))).toBeGreaterThan(1.03);
  });

  it('by another generator keeps numbers and labels, and changes the multiplicity', () => {
    const other = shifted({ shift: 'generator' });
    expect(other.labels).toEqual(nominal.labels);
    expect(Math.abs(mean(constituents(other)) / mean(constituents(nominal)) - 1)).toBeGreaterThan(0.05);
  });

  it('depends on the seed and the number of the jet only, to the bit', () => {
    const shifts: JetShift[] = [
      { shift: 'energy-resolution', width: 0.1 },
      { shift: 'constituent-loss', probability: 0.1 },
      { shift: 'pile-up', density: 3 },
      { shift: 'generator' },
    ];
    const late = { ...request, start: 100, count: 50 };
    const lateNominal = generateJets(late);
    for (const shift of shifts) {
      const part = shiftJets(lateNominal, shift, late).constituents;
      expect(part).toEqual(shifted(shift).constituents.slice(100 * constituentsPerJet * 4, 150 * constituentsPerJet * 4));
    }
  });
});
