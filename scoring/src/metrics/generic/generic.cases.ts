import { expectClose, type CaseFamily } from '../../../test/compare';
import { readJson } from '../../../test/read-vectors';
import { coveragePenalty, quantileScore } from '../interval-estimation/quantile-score';
import { frechetDistance, frechetSampleDistance } from './frechet';
import { gaussianScore } from './gaussian-score';
import { jensenShannonDivergence } from './jensen-shannon';
import { kernelPhysicsDistance, maximumMeanDiscrepancy } from './kernel-distance';
import { separationPower } from './separation-power';
import { kullbackLeiblerDivergence, shapeChiSquared } from './shape-comparison';
import { wassersteinDistance } from './wasserstein';

const file = 'lhco/cases.json';

function group<T>(name: string): T {
  const cases = readJson<Record<string, T>>('lhco/cases.json')[name];
  if (cases === undefined) throw new Error(`${file} has no group ${name}`);
  return cases;
}

// A few additions and logarithms in double precision.
const tolerance = 1e-12;

export const families: readonly CaseFamily[] = [
  {
    name: 'generic: Wasserstein-1',
    groups: [`${file}#wasserstein_1d`],
    run() {
      const cases = group<{ u: number[]; v: number[]; w1: number }[]>('wasserstein_1d');
      for (const { u, v, w1 } of cases) {
        expectClose(wassersteinDistance(Float64Array.from(u), Float64Array.from(v)), w1, tolerance, `W1 of ${u} and ${v}`);
      }
      return cases.length;
    },
  },
  {
    name: 'generic: Frechet distance',
    groups: [`${file}#frechet`],
    run() {
      const { mu1, S1, mu2, S2, d2 } = group<{ mu1: number[]; S1: number[][]; mu2: number[]; S2: number[][]; d2: number }>('frechet');
      const gaussian = (mean: number[], covariance: number[][]) => ({
        mean: Float64Array.from(mean),
        covariance: Float64Array.from(covariance.flat()),
      });
      expectClose(frechetDistance(gaussian(mu1, S1), gaussian(mu2, S2)), d2, tolerance, 'Frechet distance');
      return 1;
    },
  },
  {
    name: 'generic: maximum mean discrepancy',
    groups: [`${file}#mmd_poly4_unbiased`],
    run() {
      const { X, Y, value } = group<{ X: number[][]; Y: number[][]; value: number }>('mmd_poly4_unbiased');
      const samples = (rows: number[][]) => ({ values: Float64Array.from(rows.flat()), dimension: 2 });
      expectClose(maximumMeanDiscrepancy(samples(X), samples(Y)), value, tolerance, 'MMD');
      return 1;
    },
  },
  {
    name: 'generic: JetNet unit tests of FPD and KPD',
    groups: [`${file}#jetnet_unit_tests`],
    run() {
      const expected = group<Record<string, number | string>>('jetnet_unit_tests');
      const constant = (value: number) => ({ values: new Float64Array(2 * 500).fill(value), dimension: 2 });
      // Constant arrays: 500 points give what 50,000 give. Normalising divides the twos by their maximum, 2.
      const cases = [
        ['normalise=False', constant(2)],
        ['', constant(1)],
      ] as const;
      for (const [option, x] of cases) {
        const name = (metric: string) => `${metric}(twos,zeros${option && `,${option}`})`;
        expectClose(frechetSampleDistance(x, constant(0)), Number(expected[name('fpd')]), tolerance, name('fpd'));
        expectClose(kernelPhysicsDistance(x, constant(0)), Number(expected[name('kpd')]), tolerance, name('kpd'));
      }
      return 4;
    },
  },
  {
    name: 'generic: separation power',
    groups: [`${file}#separation_power_calochallenge`],
    run() {
      const cases = group<{ p: number[]; q: number[]; sep: number }[]>('separation_power_calochallenge');
      for (const { p, q, sep } of cases) expectClose(separationPower(p, q), sep, tolerance, `separation of ${p} and ${q}`);
      return cases.length;
    },
  },
  {
    name: 'generic: Jensen-Shannon divergence and distance',
    groups: [`${file}#js_distance_scipy`],
    run() {
      type Case = { p: number[]; q: number[]; js_distance_base_e: number; js_divergence_nats: number; js_divergence_bits: number };
      const cases = group<Case[]>('js_distance_scipy');
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
    name: 'generic: score of estimates with uncertainties',
    groups: [`${file}#weak_lensing_phase1`],
    run() {
      const cases = group<{ pred: number[][]; sigma: number[][]; truth: number[][]; score: number }[]>('weak_lensing_phase1');
      const flat = (rows: number[][]) => Float64Array.from(rows.flat());
      for (const { pred, sigma, truth, score } of cases) {
        expectClose(gaussianScore(flat(pred), flat(sigma), flat(truth), 2), score, tolerance, 'score');
      }
      return cases.length;
    },
  },
  {
    name: 'generic: shape of a mass spectrum before and after a cut',
    groups: [`${file}#sculpting`, `${file}#sculpting_real`],
    run() {
      type Case = Record<'jsd_bits' | 'one_over_jsd' | 'kl_after_before_bits' | 'chi2_shape' | 'separation_power', number>;
      const cases = group<({ before: number[]; after: number[] } & Case)[]>('sculpting');
      for (const { before, after, ...expected } of cases) {
        expectClose(jensenShannonDivergence(after, before, 2), expected.jsd_bits, tolerance, 'JSD');
        expectClose(1 / jensenShannonDivergence(after, before, 2), expected.one_over_jsd, tolerance, '1/JSD');
        expectClose(kullbackLeiblerDivergence(after, before, 2), expected.kl_after_before_bits, tolerance, 'KL');
        expectClose(shapeChiSquared(after, before), expected.chi2_shape, tolerance, 'chi squared');
        expectClose(separationPower(after, before), expected.separation_power, tolerance, 'separation');
      }
      const real = group<{ hist_before: number[]; hist_after: number[]; jsd_bits: number }[]>('sculpting_real');
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
      const cases = group<Case[]>('higgsml2024_quantile_score');
      for (const { interval, coverage, n, f, score } of cases) {
        // The fourth power of a distance in units of a small error multiplies what rounding it has.
        expectClose(coveragePenalty(coverage, n), f, 1e-11, `penalty of ${coverage} over ${n}`);
        expectClose(quantileScore(interval, coverage, n), score, tolerance, `quantile score of ${interval}, ${coverage}, ${n}`);
      }
      return cases.length;
    },
  },
];
