import { expectClose, type CaseFamily } from '../../../test/compare';
import { readJson, readNpz } from '../../../test/read-vectors';
import { distanceCorrelation } from '../generic/distance-correlation';
import { jensenShannonDivergence } from '../generic/jensen-shannon';
import { countAbove, cutPoint, massBins, massSculpting, sculptedMass } from './mass-sculpting';
import { rankScores } from './ranked-scores';
import { rocCurve } from './roc';
import { cornersOnly } from './roc-points';

interface Value {
  value: number | string;
}

// Counts are exact; logarithms and square roots differ in the last digits.
const tolerance = 1e-12;

export const families: readonly CaseFamily[] = [
  {
    name: 'top tagging: Jensen-Shannon divergence',
    groups: ['top-tagging/metric-cases.json#jsd'],
    run() {
      type Case = { name: string; p: number[]; q: number[]; jsd_base2: Value; jsd_nat: Value; inv_jsd_base2: Value };
      const { jsd } = readJson('top-tagging/metric-cases.json') as { jsd: Case[] };
      for (const { name, p, q, jsd_base2, jsd_nat, inv_jsd_base2 } of jsd) {
        const bits = jensenShannonDivergence(p, q, 2);
        expectClose(bits, Number(jsd_base2.value), tolerance, `${name} bits`);
        expectClose(1 / bits, Number(inv_jsd_base2.value), tolerance, `${name} 1/JSD`);
        expectClose(jensenShannonDivergence(p, q, Math.E), Number(jsd_nat.value), tolerance, `${name} nats`);
      }
      return jsd.length;
    },
  },
  {
    name: 'top tagging: distance correlation',
    groups: ['top-tagging/metric-cases.json#disco'],
    run() {
      type Case = { name: string; x: number[]; y: number[]; dcorr_power1: Value; dcorr_power2: Value };
      const { disco } = readJson('top-tagging/metric-cases.json') as { disco: Case[] };
      for (const { name, x, y, dcorr_power1, dcorr_power2 } of disco) {
        const correlation = distanceCorrelation(Float64Array.from(x), Float64Array.from(y))(new Uint8Array(x.length).fill(1));
        expectClose(correlation, Number(dcorr_power1.value), tolerance, name);
        expectClose(correlation ** 2, Number(dcorr_power2.value), tolerance, `${name} squared`);
      }
      return disco.length;
    },
  },
  {
    name: 'top tagging: mass sculpting',
    groups: ['top-tagging/metric-cases.json#mass_sculpting'],
    async run() {
      type Case = {
        cut: number;
        eff: number;
        n_pass_bkg: number;
        hist_pass: number[];
        hist_fail: number[];
        jsd_base2: number;
        inv_jsd: number;
      };
      const { mass_sculpting: expected } = readJson('top-tagging/metric-cases.json') as { mass_sculpting: Case };
      const arrays = await readNpz('top-tagging/sculpt_case.npz');
      const [y, s, m] = [arrays['y'], arrays['s'], arrays['m']];
      if (!y || !s || !m) throw new Error('sculpt_case.npz lacks an array');
      const ranked = rankScores(Uint8Array.from(y), s);
      const roc = rocCurve(ranked, cornersOnly(ranked));
      const point = cutPoint(roc, 0.5);
      const cut = roc.thresholds[point]!;
      expectClose(cut, expected.cut, 0, 'cut');
      expectClose(roc.signal[point]! / roc.signal.at(-1)!, expected.eff, tolerance, 'signal efficiency at the cut');
      const histograms = sculptedMass(ranked, massBins(ranked, m), countAbove(ranked, cut), new Uint8Array(ranked.size).fill(1));
      expected.hist_pass.forEach((count, bin) => expectClose(histograms.pass[bin]!, count, 0, `pass bin ${bin}`));
      expected.hist_fail.forEach((count, bin) => expectClose(histograms.fail[bin]!, count, 0, `fail bin ${bin}`));
      expectClose(massSculpting(histograms), expected.jsd_base2, tolerance, 'JSD');
      expectClose(1 / massSculpting(histograms), expected.inv_jsd, tolerance, '1/JSD');
      return 1;
    },
  },
];
