import { streamOf } from '@unblind/random';
import { mass } from '../../jets/four-vector';
import { applySystematics } from '../apply-systematics';
import * as column from '../columns';
import { collinearMass } from '../features-2014';
import { nominalMomenta } from '../momentum-shift';
import { prepareEvents } from '../prepare-events';
import { higgsProcesses, type HiggsProcess } from '../pseudo-experiment';
import { generateHiggsEvents } from './generate-events';
import { decay, fromRapidity } from './kinematics';
import { collide } from './processes';

const count = 4000;
const events = Object.fromEntries(
  higgsProcesses.map((process) => {
    const primary = generateHiggsEvents({ seed: 3, process, count });
    return [process, applySystematics({ table: prepareEvents(primary), shift: nominalMomenta, cuts: false }).rows];
  }),
);
const values = (process: HiggsProcess, feature: number) =>
  Array.from({ length: count }, (_, i) => events[process]![i * column.featureWidth + feature]!);
const median = (list: readonly number[]) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)]!;
const share = (list: readonly number[], test: (value: number) => boolean) => list.filter(test).length / list.length;
const row = (process: HiggsProcess, i: number) => events[process]!.subarray(i * column.featureWidth, (i + 1) * column.featureWidth);

describe('a two-body decay', () => {
  it('conserves energy and momentum and gives the masses asked for', () => {
    const random = streamOf(1, 0);
    for (let i = 0; i < 200; i++) {
      const parent = fromRapidity(80, 1.3, 0.4, 172.5);
      const [a, b] = decay(random, parent, 172.5, [80.4, 4.7]);
      for (const part of ['e', 'px', 'py', 'pz'] as const) expect(a[part] + b[part]).toBeCloseTo(parent[part], 8);
      expect(mass(a)).toBeCloseTo(80.4, 6);
      expect(mass(b)).toBeCloseTo(4.7, 5);
    }
  });
});

describe('a collision', () => {
  it('that makes a boson balances jets and boson up to the soft kick of 8 GeV in each component', () => {
    const random = streamOf(2, 0);
    const sums = Array.from({ length: 3000 }, () => {
      const { lepton, hadron, neutrinos, jets } = collide(random, 'ztautau');
      return lepton.px + hadron.px + neutrinos[0] + jets.reduce((sum, { px }) => sum + px, 0);
    });
    expect(sums.reduce((sum, x) => sum + x, 0) / 3000).toBeCloseTo(0, 0);
    // 8 GeV, known to 1.3 % from 3,000 collisions.
    expect(Math.sqrt(sums.reduce((sum, x) => sum + x * x, 0) / 3000) / 8).toBeCloseTo(1, 1);
  });
});

describe('simulated HiggsML events', () => {
  it('have masses in the order of their bosons: collinear masses peak near 91 and 125 GeV', () => {
    const collinear = (process: HiggsProcess) =>
      Array.from({ length: count }, (_, i) => collinearMass(row(process, i))).filter((m) => m > 0 && m < 300);
    // The resolution of the missing momentum makes the peak some 15 % wide, and its tail reaches up: medians lie above the poles.
    expect(median(collinear('ztautau'))).toBeGreaterThan(86);
    expect(median(collinear('ztautau'))).toBeLessThan(110);
    expect(median(collinear('htautau'))).toBeGreaterThan(118);
    expect(median(collinear('htautau'))).toBeLessThan(145);
  });

  it('have visible masses below those of the bosons, and wide ones from top pairs', () => {
    expect(median(values('ztautau', column.visibleMassColumn))).toBeCloseTo(64, -1);
    expect(median(values('htautau', column.visibleMassColumn))).toBeCloseTo(80, -1);
    expect(share(values('ttbar', column.visibleMassColumn), (m) => m > 125)).toBeGreaterThan(0.35);
  });

  it('have a Jacobian edge in the transverse mass where a W decays, and little of it where taus do', () => {
    expect(share(values('diboson', column.transverseMassColumn), (m) => m > 50)).toBeGreaterThan(0.6);
    expect(share(values('ztautau', column.transverseMassColumn), (m) => m > 50)).toBeLessThan(0.1);
  });

  it('have two jets or more in most top pairs and in few Z bosons, and two far apart where vector bosons fuse', () => {
    expect(share(values('ttbar', column.jetCountColumn), (jets) => jets >= 2)).toBeGreaterThan(0.8);
    expect(share(values('ztautau', column.jetCountColumn), (jets) => jets >= 2)).toBeLessThan(0.2);
    const farApart = (process: HiggsProcess) => share(values(process, column.dijetDeltaEtaColumn), (gap) => gap > 3);
    expect(farApart('htautau')).toBeGreaterThan(2 * farApart('ztautau'));
  });

  it('pass the thresholds, and have -25 for the jets that they lack', () => {
    for (const process of higgsProcesses) {
      expect(Math.min(...values(process, column.lepPtColumn))).toBeGreaterThanOrEqual(20);
      expect(Math.min(...values(process, column.hadPtColumn))).toBeGreaterThanOrEqual(22);
      for (let i = 0; i < count; i++) {
        const jets = row(process, i)[column.jetCountColumn]!;
        expect(row(process, i)[column.leadingPtColumn] === column.undefinedValue).toBe(jets < 1);
        expect(row(process, i)[column.subleadingPtColumn] === column.undefinedValue).toBe(jets < 2);
      }
    }
  });

  it('depend on the seed, the process and their number only, to the bit', () => {
    const whole = generateHiggsEvents({ seed: 9, process: 'ttbar', count: 60 });
    expect(generateHiggsEvents({ seed: 9, process: 'ttbar', count: 20, start: 30 })).toEqual(whole.slice(30 * 16, 50 * 16));
    expect(generateHiggsEvents({ seed: 10, process: 'ttbar', count: 60 })).not.toEqual(whole);
  });
});
