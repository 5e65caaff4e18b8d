import { expectClose, type CaseFamily } from '../../../test/compare';
import { readJson } from '../../../test/read-vectors';
import { coveragePenalty, quantileScore } from '../interval-estimation/quantile-score';
import { jensenShannonDivergence } from './jensen-shannon';

const file = 'lhco/cases.json';

function group(name: string): unknown {
  const cases = (readJson(file) as Record<string, unknown>)[name];
  if (cases === undefined) throw new Error(`${file} has no group ${name}`);
  return cases;
}

// A few additions and logarithms in double precision.
const tolerance = 1e-12;

export const families: readonly CaseFamily[] = [
  {
    name: 'generic: Jensen-Shannon divergence and distance',
    groups: [`${file}#js_distance_scipy`],
    run() {
      type Case = { p: number[]; q: number[]; js_distance_base_e: number; js_divergence_nats: number; js_divergence_bits: number };
      const cases = group('js_distance_scipy') as Case[];
      for (const { p, q, js_distance_base_e, js_divergence_nats, js_divergence_bits } of cases) {
        const nats = jensenShannonDivergence(p, q, Math.E);
        expectClose(nats, js_divergence_nats, tolerance, 'nats');
        expectClose(Math.sqrt(nats), js_distance_base_e, tolerance, 'distance');
        expectClose(jensenShannonDivergence(p, q, 2), js_divergence_bits, tolerance, 'bits');
      }
      return cases.length;
    },
  },
  {
    name: 'generic: shape of a mass spectrum before and after a cut',
    groups: [`${file}#sculpting`, `${file}#sculpting_real`],
    run() {
      type Case = Record<'jsd_bits' | 'one_over_jsd', number>;
      const cases = group('sculpting') as ({ before: number[]; after: number[] } & Case)[];
      for (const { before, after, ...expected } of cases) {
        expectClose(jensenShannonDivergence(after, before, 2), expected.jsd_bits, tolerance, 'JSD');
        expectClose(1 / jensenShannonDivergence(after, before, 2), expected.one_over_jsd, tolerance, '1/JSD');
      }
      const real = group('sculpting_real') as { hist_before: number[]; hist_after: number[]; jsd_bits: number }[];
      for (const { hist_before, hist_after, jsd_bits } of real) {
        expectClose(jensenShannonDivergence(hist_after, hist_before, 2), jsd_bits, tolerance, 'JSD of real events');
      }
      return cases.length + real.length;
    },
  },
  {
    name: 'generic: quantile score as the anomaly vectors repeat it',
    groups: [`${file}#higgsml2024_quantile_score`],
    run() {
      type Case = Record<'interval' | 'coverage' | 'n' | 'f' | 'score', number>;
      const cases = group('higgsml2024_quantile_score') as Case[];
      for (const { interval, coverage, n, f, score } of cases) {
        // The fourth power of a distance in units of a small error multiplies what rounding it has.
        expectClose(coveragePenalty(coverage, n), f, 1e-11, `penalty of ${coverage} over ${n}`);
        expectClose(quantileScore(interval, coverage, n), score, tolerance, `quantile score of ${interval}, ${coverage}, ${n}`);
      }
      return cases.length;
    },
  },
];
