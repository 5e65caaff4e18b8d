import { expectClose, type CaseFamily } from '../../test/compare';
import { readJson } from '../../test/read-vectors';
import { ams } from '../metrics/selection/ams';
import { normalSignificance } from '../numerics/normal';
import { huntBumps, scanForBumps } from './bump-hunter';
import { compareDijetFit, type DijetCases } from '../../test/compare-dijet-fit';
import { grossVitellsProbability, sidakProbability } from './look-elsewhere';
import { pValueCalibration, typeOneRate } from './p-value-calibration';
import { deficitProbability, excessProbability, midExcessProbability, onOffProbability } from './poisson-tails';
import { asimovSignificance, asimovSignificanceWithUncertainty, liMaSignificance } from './significance';
import { toyPValue } from './toys';

const file = 'lhco/cases.json';

function group<T>(name: string): T {
  const cases = readJson<Record<string, T>>('lhco/cases.json')[name];
  if (cases === undefined) throw new Error(`${file} has no group ${name}`);
  return cases;
}

// The reference subtracts nearly equal terms, (s + b) ln(1 + s/b) - s, where s is small beside b; this engine does not. What
// is left of its digits at s/b = 0.0008 is 1e-13.
const cancelled = 2e-13;
// Incomplete gamma and beta functions on both sides, each good to about 1e-14 and to 1e-16 times the exponent.
const tails = 5e-14;

type Row<Names extends string> = Record<Names, number>;

export const families: readonly CaseFamily[] = [
  {
    name: 'inference: Asimov significance of a known background',
    groups: [`${file}#asimov`],
    run() {
      const cases = group<Row<'s' | 'b' | 'Z_asimov' | 'ams_breg10' | 's_over_sqrt_b' | 's_over_sqrt_s_plus_b'>[]>('asimov');
      for (const { s, b, Z_asimov, ams_breg10, s_over_sqrt_b, s_over_sqrt_s_plus_b } of cases) {
        expectClose(asimovSignificance(s, b), Z_asimov, cancelled, `Asimov significance of ${s} over ${b}`);
        expectClose(asimovSignificance(s, b + 10), ams_breg10, cancelled, `Asimov significance with 10 events added to ${b}`);
        // The HiggsML score takes ln(1 + x) as its reference does, which costs digits for small x.
        expectClose(ams(s, b), ams_breg10, 2e-10, `AMS of ${s} over ${b}`);
        expectClose(s / Math.sqrt(b), s_over_sqrt_b, 1e-15, 's / sqrt(b)');
        expectClose(s / Math.sqrt(s + b), s_over_sqrt_s_plus_b, 1e-15, 's / sqrt(s + b)');
      }
      return cases.length;
    },
  },
  {
    name: 'inference: Asimov significance of an uncertain background, and its equality with Li and Ma',
    groups: [`${file}#asimov_with_bkg_uncertainty`, `${file}#li_ma_equals_asimov_sys`],
    run() {
      const cases = group<Row<'s' | 'b' | 'sigma_b' | 'Z'>[]>('asimov_with_bkg_uncertainty');
      for (const { s, b, sigma_b, Z } of cases) {
        expectClose(asimovSignificanceWithUncertainty(s, b, sigma_b), Z, cancelled, `${s} over ${b} +- ${sigma_b}`);
      }
      const liMa = 'Z_lima(n_on=s+b,n_off=b*tau,alpha=1/tau)';
      const equal = group<Row<'s' | 'b' | 'sigma_b' | 'tau' | typeof liMa | 'Z_asimov_sys'>[]>('li_ma_equals_asimov_sys');
      for (const { s, b, sigma_b, tau, [liMa]: expected, Z_asimov_sys } of equal) {
        expectClose(liMaSignificance(s + b, b * tau, 1 / tau), expected, cancelled, `Li-Ma of ${s + b}, ${b * tau}`);
        expectClose(asimovSignificanceWithUncertainty(s, b, sigma_b), Z_asimov_sys, cancelled, `${s} over ${b} +- ${sigma_b}`);
      }
      return cases.length + equal.length;
    },
  },
  {
    name: 'inference: Li and Ma, equation 17',
    groups: [`${file}#li_ma_eq17`],
    run() {
      const cases = group<Row<'n_on' | 'n_off' | 'alpha' | 'excess' | 'Z'>[]>('li_ma_eq17');
      for (const { n_on, n_off, alpha, excess, Z } of cases) {
        expectClose(n_on - alpha * n_off, excess, 1e-15, `excess of ${n_on} over ${n_off}`);
        expectClose(liMaSignificance(n_on, n_off, alpha), Z, cancelled, `Li-Ma of ${n_on}, ${n_off}, ${alpha}`);
      }
      return cases.length;
    },
  },
  {
    name: 'inference: Poisson tails',
    groups: [`${file}#poisson_local_p`],
    run() {
      type Case = Row<'n_obs' | 'b' | 'P' | 'p_excess_P(N>=n)' | 'p_deficit_P(N<=n)' | 'mid_p' | 'bumphunter_convention'> & {
        Z_excess: number | null;
      };
      const cases = group<Case[]>('poisson_local_p');
      for (const row of cases) {
        const { n_obs: n, b } = row;
        const p = excessProbability(n, b);
        expectClose(p, row['p_excess_P(N>=n)'], tails, `P(N >= ${n} | ${b})`);
        // The vectors write null for minus infinity.
        expectClose(normalSignificance(p), row.Z_excess ?? -Infinity, tails, `significance of ${n} over ${b}`);
        expectClose(deficitProbability(n, b), row['p_deficit_P(N<=n)'], tails, `P(N <= ${n} | ${b})`);
        // The reference takes half of a probability from p; its exp(n ln b - b - ln n!) has 1e-11 at n = 62,500.
        expectClose(midExcessProbability(n, b), row.mid_p, n > 1000 ? 2e-11 : tails, `mid-p of ${n} over ${b}`);
        const scanned = scanForBumps([n], [b], { from: 1, to: 1 }).best.pValue;
        expectClose(scanned, row.bumphunter_convention, tails, `BumpHunter's p of ${n} over ${b}`);
      }
      return cases.length;
    },
  },
  {
    name: 'inference: on and off counts, Z_Bi',
    groups: [`${file}#poisson_p_uncertain_bkg_on_off_ZBi`],
    run() {
      const cases = group<Row<'n_on' | 'n_off' | 'tau' | 'p_Bi' | 'Z_Bi'>[]>('poisson_p_uncertain_bkg_on_off_ZBi');
      for (const { n_on, n_off, tau, p_Bi, Z_Bi } of cases) {
        const p = onOffProbability(n_on, n_off, tau);
        // scipy 1.10 is off by 4.5e-13 for (140, 500, 5): the exact sum of binomial terms in poisson-tails.test.ts says so.
        expectClose(p, p_Bi, 5e-13, `p of ${n_on}, ${n_off}, ${tau}`);
        expectClose(normalSignificance(p), Z_Bi, 1e-13, `Z_Bi of ${n_on}, ${n_off}, ${tau}`);
      }
      return cases.length;
    },
  },
  {
    name: 'inference: BumpHunter',
    groups: [`${file}#bumphunter`],
    run() {
      const cases = group<BumpCase>('bumphunter');
      const widths = { from: cases.width_min, to: cases.width_max };
      const { windows, best, statistic, localSignificance, global } = huntBumps(cases.data, cases.ref, widths, {
        toys: 2000,
        seed: 'vectors',
      });
      const expected = cases['windows_[w,pos,n_data,n_ref,p]'];
      expectClose(windows.length, cases.n_windows, 0, 'windows');
      expected.forEach((row, i) => compareWindow(windows[i], row));
      compareWindow(best, cases['best_[w,pos,n_data,n_ref,p]']);
      expectClose(statistic, cases.t_obs, tails, 't');
      expectClose(localSignificance, cases.Z_local, tails, 'local significance');
      expectClose(best.observed - best.expected, cases.signal_eval, 0, 'excess');
      // The toys are our own: none of 2,000 reaches a p-value whose global counterpart is about 1e-5. pyBumpHunter then says
      // p = 0; this engine never does.
      expectClose(global.exceeding, cases.toys.k_ge, 0, 'toys that exceed');
      expectClose(global.pValue, cases.toys['p_global_(k+1)/(N+1)'], 1e-15, 'global p');
      const theirs = cases.pyBumpHunter_check;
      expectClose(best.first, theirs.loc, 0, "pyBumpHunter's position");
      expectClose(best.width, theirs.width, 0, "pyBumpHunter's width");
      expectClose(best.pValue, theirs.min_Pval, tails, "pyBumpHunter's smallest p");
      expectClose(theirs.global_Pval, 0, 0, "pyBumpHunter's global p from no toy");
      return expected.length + 1;
    },
  },
  {
    name: 'inference: dijet fits',
    groups: [`${file}#dijet_fit`],
    run() {
      const cases = group<DijetCases>('dijet_fit');
      for (const expected of cases.results) compareDijetFit(cases, expected);
      return cases.results.length;
    },
  },
  {
    name: 'inference: look-elsewhere effect',
    groups: [`${file}#look_elsewhere`],
    run() {
      const { sidak, gross_vitells } = group<{
        sidak: Row<'p_local' | 'n_trials' | 'p_global'>[];
        gross_vitells: Row<'Z_local' | 'u0' | 'N_u0' | 'p_local' | 'p_global' | 'Z_global'>[];
      }>('look_elsewhere');
      for (const { p_local, n_trials, p_global } of sidak) {
        // The reference takes 1 - (1 - p)^N at p = 3e-7 by its difference from 1: 1e-16 of it is 1e-12 of the result.
        expectClose(sidakProbability(p_local, n_trials), p_global, 1e-11, `Sidak of ${p_local}, ${n_trials}`);
      }
      for (const { Z_local, u0, N_u0, p_global, Z_global } of gross_vitells) {
        const p = grossVitellsProbability(Z_local, u0, N_u0);
        expectClose(p, p_global, tails, `Gross-Vitells at ${Z_local}`);
        expectClose(normalSignificance(p), Z_global, tails, `Gross-Vitells significance at ${Z_local}`);
      }
      return sidak.length + gross_vitells.length;
    },
  },
  {
    name: 'inference: p-values from toys',
    groups: [`${file}#toy_p_value`],
    run() {
      type Case = Row<'k' | 'N' | '(k+1)/(N+1)' | 'one_sided_95_upper' | 'Z_of_(k+1)/(N+1)'> & { clopper_pearson_95: [number, number] };
      const cases = group<Case[]>('toy_p_value');
      for (const row of cases) {
        const { pValue, significance, low, high } = toyPValue(row.k, row.N, 0.95);
        expectClose(pValue, row['(k+1)/(N+1)'], 1e-15, `p of ${row.k}`);
        expectClose(significance, row['Z_of_(k+1)/(N+1)'], tails, `significance of ${row.k}`);
        // The reference inverts the beta function by iteration to about 1e-13.
        expectClose(low, row.clopper_pearson_95[0], 1e-12, `lower bound of ${row.k}`);
        expectClose(high, row.clopper_pearson_95[1], 1e-12, `upper bound of ${row.k}`);
        expectClose(toyPValue(row.k, row.N, 0.9).high, row.one_sided_95_upper, 1e-12, `one-sided bound of ${row.k}`);
      }
      return cases.length;
    },
  },
  {
    name: 'inference: calibration of p-values',
    groups: [`${file}#p_value_calibration`],
    run() {
      type Case = Row<'ks_D' | 'ks_p' | 'frac_le_0.05' | 'fisher_combined_p'> & { p: number[]; clopper_pearson_95: [number, number] };
      const cases = group<Case[]>('p_value_calibration');
      for (const { p, ks_D, ks_p, fisher_combined_p, clopper_pearson_95, ...row } of cases) {
        const { distance, distanceProbability, combinedProbability } = pValueCalibration(p);
        expectClose(distance, ks_D, 1e-15, 'KS distance');
        // Exact on both sides; 1 - P loses three digits in front of p = 7e-4.
        expectClose(distanceProbability, ks_p, 5e-12, 'KS probability');
        expectClose(combinedProbability, fisher_combined_p, 1e-13, 'combined probability');
        const { rate, low, high } = typeOneRate(p, 0.05, 0.95);
        expectClose(rate, row['frac_le_0.05'], 1e-15, 'type-I rate');
        expectClose(low, clopper_pearson_95[0], 1e-12, 'lower bound of the rate');
        expectClose(high, clopper_pearson_95[1], 1e-12, 'upper bound of the rate');
      }
      return cases.length;
    },
  },
];

type WindowRow = [width: number, position: number, observed: number, expected: number, p: number];

interface BumpCase {
  data: number[];
  ref: number[];
  width_min: number;
  width_max: number;
  n_windows: number;
  t_obs: number;
  Z_local: number;
  signal_eval: number;
  'windows_[w,pos,n_data,n_ref,p]': WindowRow[];
  'best_[w,pos,n_data,n_ref,p]': WindowRow;
  toys: { k_ge: number; 'p_global_(k+1)/(N+1)': number };
  pyBumpHunter_check: { min_Pval: number; loc: number; width: number; global_Pval: number };
}

function compareWindow(
  window: { width: number; first: number; observed: number; expected: number; pValue: number } | undefined,
  [width, position, observed, expected, p]: WindowRow,
): void {
  const what = `window of ${width} bins at ${position}`;
  if (!window) throw new Error(`${what} is missing`);
  expectClose(window.width, width, 0, `${what}: width`);
  expectClose(window.first, position, 0, `${what}: position`);
  expectClose(window.observed, observed, 0, `${what}: counts`);
  expectClose(window.expected, expected, 1e-15, `${what}: background`);
  expectClose(window.pValue, p, tails, `${what}: p`);
}
