import fc from 'fast-check';
import { cosineOf, hyperbolicCosineOf, roundedDirection, sineOf, thousandths } from './rounded-numbers';
import { applySystematics } from './apply-systematics';
import { features, primaryFeatures } from './columns';
import { prepareEvents } from './prepare-events';
import { nominalMomenta } from './momentum-shift';

type Event = Partial<Record<(typeof primaryFeatures)[number], number>>;

/** A lepton, a tau and missing momentum in the transverse plane; jets as given. */
const noJets: Event = {
  PRI_lep_pt: 30,
  PRI_lep_phi: 1,
  PRI_had_pt: 40,
  PRI_had_phi: -2,
  PRI_met: 20,
  PRI_met_phi: 0.5,
  PRI_jet_leading_pt: -25,
  PRI_jet_leading_eta: -25,
  PRI_jet_leading_phi: -25,
  PRI_jet_subleading_pt: -25,
  PRI_jet_subleading_eta: -25,
  PRI_jet_subleading_phi: -25,
};
const oneJet = { ...noJets, PRI_n_jets: 1, PRI_jet_leading_pt: 60, PRI_jet_leading_eta: 1, PRI_jet_leading_phi: 2, PRI_jet_all_pt: 60 };
const twoJets = {
  ...oneJet,
  PRI_n_jets: 2,
  PRI_jet_subleading_pt: 50,
  PRI_jet_subleading_eta: -1.5,
  PRI_jet_subleading_phi: -1,
  PRI_jet_all_pt: 110,
};

function rowsOf(...events: Event[]): Float32Array {
  return Float32Array.from(events.flatMap((event) => primaryFeatures.map((name) => event[name] ?? 0)));
}

const tableOf = (...events: Event[]) => prepareEvents(rowsOf(...events));

function apply(event: Event, shift = nominalMomenta, cuts = true): Record<string, number> {
  const { rows } = applySystematics({ table: tableOf(event), shift, cuts });
  return Object.fromEntries(features.map((name, i) => [name, rows[i] ?? NaN]));
}

const components = (pt: number, phi: number) => [pt * Math.cos(phi), pt * Math.sin(phi)] as const;

describe('a systematic shift', () => {
  it('takes from the missing momentum what it adds to the tau and the jets', () => {
    const shifted = apply(twoJets, { tes: 1.1, jes: 0.9, softMet: 0 });
    const [x0, y0] = components(20, 0.5);
    const [hadX, hadY] = components(40, -2);
    const [firstX, firstY] = components(60, 2);
    const [secondX, secondY] = components(50, -1);
    const [x, y] = components(shifted['PRI_met'] ?? NaN, shifted['PRI_met_phi'] ?? NaN);
    // Rounded to 3 decimals: 5e-4 GeV, and 5e-4 rad of 20 GeV.
    expect(Math.abs(x - (x0 - 0.1 * hadX + 0.1 * (firstX + secondX)))).toBeLessThan(0.02);
    expect(Math.abs(y - (y0 - 0.1 * hadY + 0.1 * (firstY + secondY)))).toBeLessThan(0.02);
    expect(shifted).toMatchObject({
      PRI_had_pt: 44,
      PRI_jet_leading_pt: 54,
      PRI_jet_subleading_pt: 45,
      PRI_jet_all_pt: 99,
      PRI_lep_pt: 30,
    });
  });

  it('adds the soft momentum in units of its width', () => {
    const { rows } = applySystematics({
      table: tableOf(noJets, noJets),
      shift: { ...nominalMomenta, softMet: 3 },
      softMetNormals: { x: Float64Array.of(0, 1), y: Float64Array.of(0, -2) },
    });
    const met = (event: number) => components(rows[event * 28 + 14] ?? NaN, rows[event * 28 + 15] ?? NaN);
    expect(rows[14]).toBe(20);
    expect(met(1)[0] - met(0)[0]).toBeCloseTo(3, 1);
    expect(met(1)[1] - met(0)[1]).toBeCloseTo(-6, 1);
  });

  it('works on copies of rows, in the order in which they were drawn', () => {
    const { rows, surviving } = applySystematics({
      table: tableOf(noJets, twoJets),
      draws: Uint32Array.of(1, 0, 1),
      shift: nominalMomenta,
    });
    expect(Array.from(surviving)).toEqual([0, 1, 2]);
    expect([0, 1, 2].map((event) => rows[event * 28 + 12])).toEqual([2, 0, 2]);
  });

  it('gives the same numbers into a reused target', () => {
    const target = new Float32Array(2 * 28 + 5).fill(9);
    const input = { table: tableOf(noJets, twoJets), shift: { tes: 1.02, jes: 0.97, softMet: 0 } };
    expect(applySystematics({ ...input, target }).rows).toEqual(applySystematics(input).rows);
  });
});

describe('the cuts', () => {
  it('keep a tau of 26 GeV and a lepton of 20 GeV and drop softer ones, after the shift', () => {
    const table = tableOf(
      { ...noJets, PRI_had_pt: 26, PRI_lep_pt: 20 },
      { ...noJets, PRI_had_pt: 25.999 },
      { ...noJets, PRI_lep_pt: 19.999 },
    );
    expect(Array.from(applySystematics({ table, shift: nominalMomenta }).surviving)).toEqual([0]);
    expect(Array.from(applySystematics({ table, shift: { ...nominalMomenta, tes: 1.01 } }).surviving)).toEqual([0, 1]);
    expect(Array.from(applySystematics({ table, shift: nominalMomenta, cuts: false }).surviving)).toEqual([0, 1, 2]);
  });

  it('remove jets of 26 GeV or less, with everything that is made of them', () => {
    const soft = apply({ ...twoJets, PRI_jet_subleading_pt: 26, PRI_jet_all_pt: 86 });
    expect(soft).toMatchObject({ PRI_n_jets: 1, PRI_jet_all_pt: 60, PRI_jet_subleading_pt: -25, PRI_jet_subleading_phi: -25 });
    expect(soft).toMatchObject({ DER_deltaeta_jet_jet: -25, DER_mass_jet_jet: -25, DER_prodeta_jet_jet: -25, DER_lep_eta_centrality: -25 });
    const none = apply({ ...oneJet, PRI_jet_leading_pt: 20, PRI_jet_all_pt: 20 });
    expect(none).toMatchObject({ PRI_n_jets: 0, PRI_jet_all_pt: 0, PRI_jet_leading_pt: -25 });
    expect(none['DER_pt_tot']).toBe(none['DER_pt_h']);
  });

  it('remove every jet behind a removed one: an event keeps no count of jets that it no longer has', () => {
    const three = { ...twoJets, PRI_n_jets: 3, PRI_jet_subleading_pt: 25, PRI_jet_all_pt: 60 + 25 + 22 };
    expect(apply(three)).toMatchObject({ PRI_n_jets: 1, PRI_jet_all_pt: 60, DER_mass_jet_jet: -25 });
    expect(apply({ ...three, PRI_jet_leading_pt: 26 })).toMatchObject({ PRI_n_jets: 0, PRI_jet_all_pt: 0, PRI_jet_leading_pt: -25 });
  });
});

describe('the derived features', () => {
  it('are the textbook ones', () => {
    const event = apply(twoJets);
    const mass = (pt1: number, pt2: number, dEta: number, dPhi: number) => Math.sqrt(2 * pt1 * pt2 * (Math.cosh(dEta) - Math.cos(dPhi)));
    // float32 keeps 7 digits.
    expect(event['DER_mass_vis']).toBeCloseTo(mass(30, 40, 0, 3), 4);
    expect(event['DER_mass_jet_jet']).toBeCloseTo(mass(60, 50, 2.5, 3), 4);
    expect(event['DER_mass_transverse_met_lep']).toBeCloseTo(Math.sqrt(2 * 30 * 20 * (1 - Math.cos(0.5))), 4);
    expect(event['DER_deltar_had_lep']).toBeCloseTo(3, 6);
    expect(event['DER_sum_pt']).toBe(180);
    expect(event['DER_pt_ratio_lep_had']).toBe(0.75);
    expect(event['DER_deltaeta_jet_jet']).toBe(2.5);
    expect(event['DER_prodeta_jet_jet']).toBe(-1.5);
    expect(event['DER_lep_eta_centrality']).toBeCloseTo(Math.exp((-4 / 6.25) * 0.0625), 6);
  });

  it('are all finite where everything points the same way', () => {
    const collinear = apply({ ...noJets, PRI_lep_phi: 0.7, PRI_had_phi: 0.7, PRI_met_phi: 0.7 });
    for (const [name, value] of Object.entries(collinear)) expect([name, Number.isFinite(value)]).toEqual([name, true]);
    expect(collinear['DER_mass_vis']).toBe(0);
    const sameEta = apply({ ...twoJets, PRI_jet_subleading_eta: 1 });
    expect(sameEta['DER_lep_eta_centrality']).toBeCloseTo(Math.exp(-4 / 1e-4), 6);
  });

  it('wrap the angle between lepton and tau', () => {
    expect(apply({ ...noJets, PRI_lep_phi: 3, PRI_had_phi: -3 })['DER_deltar_had_lep']).toBeCloseTo(2 * Math.PI - 6, 6);
  });
});

describe('input that cannot be shifted is refused', () => {
  const table = tableOf(noJets);
  it.each([
    ['a scale of zero', { table, shift: { ...nominalMomenta, tes: 0 } }],
    ['a scale that is NaN', { table, shift: { ...nominalMomenta, jes: NaN } }],
    ['a soft momentum without normals', { table, shift: { ...nominalMomenta, softMet: 1 } }],
    ['a target that is too small', { table, shift: nominalMomenta, target: new Float32Array(27) }],
    ['a row that the table does not have', { table, draws: Uint32Array.of(1), shift: nominalMomenta }],
  ])('%s', (_what, input) => {
    expect(() => applySystematics(input)).toThrow(RangeError);
  });
});

describe('a table', () => {
  it('is refused when its numbers are no rows', () => {
    expect(() => prepareEvents(rowsOf(noJets).subarray(1))).toThrow('no rows of 16');
  });

  it('is accepted with undefined jets', () => {
    expect(() => prepareEvents(rowsOf(noJets, oneJet, twoJets))).not.toThrow();
  });

  it.each([
    ['a value that is NaN', { PRI_met: NaN }, 'row 1: PRI_met must be finite, not NaN'],
    ['an angle that is none', { PRI_had_phi: 3.3 }, 'row 1: PRI_had_phi'],
    ['a jet without a direction', { PRI_n_jets: 2 }, 'row 1: PRI_jet_subleading_phi'],
    ['half a jet', { PRI_n_jets: 0.5 }, 'row 1: PRI_n_jets'],
  ])('is refused with row and feature named for %s', (_what, change, message) => {
    expect(() => prepareEvents(rowsOf(oneJet, { ...oneJet, ...change }))).toThrow(message);
  });
});

describe('the tables', () => {
  it('round half to even, as numpy does', () => {
    expect([0.0005, 0.0015, 0.0025, -0.0005, 1.2345, 26].map((x) => thousandths(x) + 0)).toEqual([0, 2, 2, 0, 1234, 26000]);
  });

  it('hold sines and cosines', () => {
    fc.assert(
      fc.property(fc.integer({ min: -3200, max: 3200 }), fc.integer({ min: -20_000, max: 20_000 }), (k, eta) => {
        expect(sineOf(k)).toBe(Math.sin(k / 1000));
        expect(cosineOf(k)).toBe(Math.cos(k / 1000));
        expect(hyperbolicCosineOf(eta)).toBe(Math.cosh(eta / 1000));
      }),
    );
  });

  it('find the direction that atan2 finds, also where it is hard to round', () => {
    const component = fc.oneof(fc.double({ min: -1e3, max: 1e3, noNaN: true }), fc.constantFrom(0, 1, -1));
    const same = (y: number, x: number) => expect(roundedDirection(y, x, Math.sqrt(x * x + y * y))).toBe(thousandths(Math.atan2(y, x)));
    fc.assert(
      fc.property(component, component, (y, x) => same(y, x)),
      { numRuns: 5000 },
    );
    for (let k = -3141; k <= 3141; k++) same(40 * Math.sin((k + 0.5) / 1000), 40 * Math.cos((k + 0.5) / 1000));
  });
});
