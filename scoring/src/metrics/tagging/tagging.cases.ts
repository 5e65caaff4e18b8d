import { expectClose, type CaseFamily } from '../../../test/compare';
import { fixture, readJson, readLabels, readScores, vector } from '../../../test/read-vectors';
import { ScoringRefusal } from '../../refusal';
import { equalClasses } from '../generic/equal-classes';
import { accuracy, correctlyTagged } from './accuracy';
import { auc } from './auc';
import { backgroundRejection } from './background-rejection';
import { brierScore } from './brier';
import { binForCalibration, expectedCalibrationError } from './calibration';
import { rankScores, type RankedScores } from './ranked-scores';
import { rocCurve } from './roc';
import { cornersOnly } from './roc-points';
import { meanAndDeviation, seedStatistics } from './seeds';

/** Values as written by the reference: a number, or 'NaN' / 'Infinity'; or the error it raised. */
type Reference = { value: number | string } | { error: string; message: string };

interface ScoreCase {
  name: string;
  y: number[];
  s: (number | string)[];
  w?: number[];
  expect: {
    auc: Reference;
    acc_rint: Reference;
    R30: { landscape: Reference };
    R50: { landscape: Reference };
    roc: { value: { fpr: (number | string)[]; tpr: (number | string)[]; thr: number[] } } | { error: string } | null;
    ece15_positive?: Reference;
    ece15_confidence?: Reference;
    brier?: Reference;
  };
}

interface LandscapeRow {
  auc: number;
  acc: number;
  R30: number;
  R50: number;
  R30_stat_err: number;
  ece15_positive: number;
  /** With signal and background counting equally; known of the simulated taggers. */
  balanced_ece15_positive?: number;
}

interface SeedCase {
  runs: number[];
  mean: number;
  std_ddof0: number;
  landscape_single: { p_lo: number; p_hi: number; kept: number; median: number; std_ddof0: number };
}

// Both sides work in double precision on exact counts; what is left is the rounding of a few divisions and, for the
// calibration error, of sums over 10^5 scores of which nearly all cancels.
const tolerance = 1e-12;

const metricCases = () => (readJson('top-tagging/metric-cases.json') as { cases: ScoreCase[] }).cases;

/** Inputs that the reference scores somehow or fails on, and that this engine refuses, by name. */
const refused: Record<string, ScoringRefusal['code']> = {
  all_signal: 'one-class',
  all_background: 'one-class',
  nan_score: 'not-finite',
  inf_score: 'not-finite',
  label_2: 'label-invalid',
  // scikit-learn gives rejections for negative weights and NaN for a class without weight.
  negative_weights_200: 'weight-invalid',
  zero_weights: 'one-class',
};

function value(reference: Reference | undefined): number {
  return reference && 'value' in reference ? Number(reference.value) : NaN;
}

function scoreCase(testCase: ScoreCase): void {
  const ranked = rankScores(Uint8Array.from(testCase.y), Float64Array.from(testCase.s, Number));
  const roc = rocCurve(ranked, undefined, testCase.w && Float64Array.from(testCase.w));
  const { expect, name } = testCase;
  expectClose(auc(roc), value(expect.auc), tolerance, `${name} AUC`);
  for (const curve of [roc, rocCurve(ranked, cornersOnly(ranked))]) {
    expectClose(backgroundRejection(curve, 0.3).rejection, value(expect.R30.landscape), tolerance, `${name} R30`);
    expectClose(backgroundRejection(curve, 0.5).rejection, value(expect.R50.landscape), tolerance, `${name} R50`);
  }
  const ones = new Uint8Array(ranked.size).fill(1);
  expectClose(accuracy(correctlyTagged(ranked), ones), value(expect.acc_rint), tolerance, `${name} accuracy`);
  expectClose(brierScore(ranked, ones), value(expect.brier), tolerance, `${name} Brier`);
  if (name === 'logits_outside_unit') expectOutOfRange(ranked);
  else {
    for (const convention of ['positive', 'confidence'] as const) {
      const error = expectedCalibrationError(binForCalibration(ranked, convention), ones);
      expectClose(error, value(expect[`ece15_${convention}`]), tolerance, `${name} ECE ${convention}`);
    }
  }
  if (expect.roc && 'value' in expect.roc) compareCurve(roc, expect.roc.value, name);
}

/** The reference drops scores outside [0, 1] from the calibration error; this engine refuses them. */
function expectOutOfRange(ranked: RankedScores): void {
  expectRefusal(() => binForCalibration(ranked, 'positive'), 'out-of-range', 'logits');
}

function compareCurve(
  roc: { thresholds: Float64Array; signal: Float64Array; background: Float64Array },
  expected: { fpr: (number | string)[]; tpr: (number | string)[]; thr: number[] },
  name: string,
): void {
  if (roc.thresholds.length !== expected.thr.length)
    throw new Error(`${name}: ${roc.thresholds.length} thresholds, not ${expected.thr.length}`);
  expected.thr.forEach((threshold, k) => {
    // The first threshold selects nothing: +infinity here, max + 1 in scikit-learn 1.2.
    if (k > 0) expectClose(roc.thresholds[k]!, threshold, 0, `${name} threshold ${k}`);
    expectClose(roc.signal[k]! / roc.signal.at(-1)!, Number(expected.tpr[k]), tolerance, `${name} tpr ${k}`);
    expectClose(roc.background[k]! / roc.background.at(-1)!, Number(expected.fpr[k]), tolerance, `${name} fpr ${k}`);
  });
}

export function expectRefusal(act: () => unknown, code: ScoringRefusal['code'], what: string): void {
  try {
    act();
  } catch (error) {
    if (error instanceof ScoringRefusal && error.code === code) return;
    throw error;
  }
  throw new Error(`${what}: expected a refusal (${code}), but it was scored`);
}

const landscape = 'top-tagging/landscape';
const landscapeTaggers = ['ParticleNet_v2', 'PFN_v0', 'EFP_v0', 'P-CNN_v2'];
const scoresOf = (name: string) => `${landscape}/${name}.npy`;

function compareTaggers(folder: string, scoresFile: (name: string) => Buffer): number {
  const labels = readLabels(vector(`${folder}/labels.npy`));
  const { taggers } = readJson(`${folder}/expected.json`) as { taggers: Record<string, LandscapeRow> };
  for (const [name, row] of Object.entries(taggers)) {
    const ranked = rankScores(labels, readScores(scoresFile(name)));
    const roc = rocCurve(ranked, cornersOnly(ranked));
    const ones = new Uint8Array(ranked.size).fill(1);
    expectClose(auc(roc), row.auc, tolerance, `${name} AUC`);
    expectClose(auc(rocCurve(ranked)), row.auc, tolerance, `${name} AUC with all thresholds`);
    expectClose(accuracy(correctlyTagged(ranked), ones), row.acc, tolerance, `${name} accuracy`);
    expectClose(backgroundRejection(roc, 0.3).rejection, row.R30, tolerance, `${name} R30`);
    expectClose(backgroundRejection(roc, 0.3).statisticalError, row.R30_stat_err, tolerance, `${name} R30 error`);
    expectClose(backgroundRejection(roc, 0.5).rejection, row.R50, tolerance, `${name} R50`);
    const ece = expectedCalibrationError(binForCalibration(ranked, 'positive'), ones);
    expectClose(ece, row.ece15_positive, tolerance, `${name} ECE`);
    const balanced = expectedCalibrationError(binForCalibration(ranked, 'positive'), equalClasses(ranked.isSignal, 2)(ones));
    // Weights that are no whole numbers, so that the sums over 20,000 jets are rounded, and the ECE is a small difference of them.
    if (row.balanced_ece15_positive !== undefined)
      expectClose(balanced, row.balanced_ece15_positive, 1e-10, `${name} ECE of equal classes`);
  }
  return Object.keys(taggers).length;
}

export const families: readonly CaseFamily[] = [
  {
    name: 'top tagging: score cases',
    groups: ['top-tagging/metric-cases.json#cases'],
    run() {
      const cases = metricCases();
      for (const testCase of cases) {
        const code = refused[testCase.name];
        if (code) expectRefusal(() => scoreCase(testCase), code, testCase.name);
        else scoreCase(testCase);
      }
      return cases.length;
    },
  },
  {
    name: 'top tagging: four landscape taggers on 404,000 jets',
    groups: [`${landscape}/expected.json#taggers`],
    fixtures: landscapeTaggers.map(scoresOf),
    run: () => compareTaggers(landscape, (name) => fixture(scoresOf(name))),
  },
  {
    name: 'top tagging: three taggers of 20,000 simulated jets',
    groups: ['top-tagging/simulated/expected.json#taggers'],
    run: () => compareTaggers('top-tagging/simulated', (name) => vector(`top-tagging/simulated/${name}.npy`)),
  },
  {
    name: 'top tagging: statistics over seeds',
    groups: ['top-tagging/metric-cases.json#seed_aggregation'],
    run() {
      const { seed_aggregation: expected } = readJson('top-tagging/metric-cases.json') as { seed_aggregation: SeedCase };
      const { low, high, kept, median, spread } = seedStatistics(expected.runs);
      const { p_lo, p_hi, ...single } = expected.landscape_single;
      expectClose(low, p_lo, tolerance, 'lower percentile');
      expectClose(high, p_hi, tolerance, 'upper percentile');
      expectClose(kept.length, single.kept, 0, 'kept runs');
      expectClose(median, single.median, tolerance, 'median');
      expectClose(spread, single.std_ddof0, tolerance, 'spread');
      const all = meanAndDeviation(Float64Array.from(expected.runs));
      expectClose(all.mean, expected.mean, tolerance, 'mean of all');
      expectClose(all.deviation, expected.std_ddof0, tolerance, 'deviation of all');
      return 1;
    },
  },
];
