import { expectClose } from '../../../test/compare';
import { readJson } from '../../../test/read-vectors';
import { checkClassProbabilities, correctlyClassified, type ClassProbabilities } from '../../metrics/classification/class-probabilities';
import { binConfidence } from '../../metrics/classification/confidence';
import { confusionMatrix } from '../../metrics/classification/confusion-matrix';
import { equalClasses } from '../../metrics/generic/equal-classes';
import { accuracy } from '../../metrics/tagging/accuracy';
import { expectedCalibrationError } from '../../metrics/tagging/calibration';
import { namedStream } from '@unblind/random';
import { ScoringRefusal } from '../../refusal';
import { scoreClassification } from './classification';
import { prepareClassificationMetric } from './metrics';

interface Expected {
  /** With the classes weighted equally; `plain_` as they come. */
  accuracy: number;
  plain_accuracy: number;
  auc: number | null;
  log_loss: number;
  brier: number;
  ece: number;
  plain_ece: number;
  confusion: number[][];
  /** By class and signal efficiency; null: infinite, or a class has no event. */
  rejection: Record<string, Record<string, number | null>>;
}
interface Case {
  name: string;
  dtype: 'float32' | 'float64';
  background: number;
  labels: number[];
  probabilities: number[][];
  expected: Expected;
}
interface Vectors {
  cases: Case[];
  weighted: { case: string; weights: number[]; expected: Expected };
}

const vectors = readJson('classification/cases.json') as Vectors;

/** Sums are added up in another order than numpy's: 120 events and a few operations each are some tens of roundings. */
const tolerance = 1e-13;

const namesOf = ({ probabilities }: Case) => ['QCD', 'Hbb', 'Hcc', 'Tbqq'].slice(0, probabilities[0]?.length);
const truthOf = (one: Case) => ({
  labels: Uint8Array.from(one.labels),
  classes: namesOf(one),
  background: namesOf(one)[one.background] ?? '',
});
const flat = ({ dtype, probabilities }: Case) => (dtype === 'float32' ? Float32Array : Float64Array).from(probabilities.flat());

/** Metric names and their expected values, null where there is none. */
function expectedMetrics(one: Case, expected: Expected): Record<string, number | null> {
  const { accuracy, auc, log_loss, brier, rejection } = expected;
  const rejections = Object.entries(rejection).flatMap(([k, byEfficiency]) =>
    Object.entries(byEfficiency).map(([at, value]) => [`rejection:${namesOf(one)[Number(k)]}@${at}`, value] as const),
  );
  return { accuracy, auc, log_loss, brier, ...Object.fromEntries(rejections) };
}

/** The expected calibration error, with the noise of its bins, all classes equal. */
function balancedError(sample: ClassProbabilities, weights: Uint8Array): number {
  const { binning, events } = binConfidence(sample);
  const balanced = equalClasses(sample.labels, sample.names.length)(weights);
  return expectedCalibrationError(
    binning,
    Float64Array.from(events, (event) => balanced[event]!),
  );
}

const first = vectors.cases[0]!;
const context = { metrics: [...Object.keys(expectedMetrics(first, first.expected)), 'ece'], replicates: 200, seed: 'classes/1/public' };

function refusal(act: () => unknown): ScoringRefusal {
  try {
    act();
  } catch (error) {
    if (error instanceof ScoringRefusal) return error;
    throw error;
  }
  throw new Error('It was scored.');
}

describe('scoring a classifier', () => {
  it.each(vectors.cases.map((one) => [one.name, one] as const))('agrees with scikit-learn: %s', (name, one) => {
    const expected = expectedMetrics(one, one.expected);
    const { metrics } = scoreClassification(truthOf(one), flat(one), { ...context, metrics: Object.keys(expected), replicates: 0 });
    for (const { name: metric, value } of metrics) {
      const wanted = expected[metric] ?? null;
      if (wanted === null || value === null)
        expect({ metric, value: value === Infinity ? null : value }).toEqual({ metric, value: wanted });
      else expectClose(value, wanted, tolerance, `${metric} of ${name}`);
    }
    const sample = checkClassProbabilities(Uint8Array.from(one.labels), flat(one), namesOf(one));
    expect(Array.from(confusionMatrix(sample))).toEqual(one.expected.confusion.flat());
    const ones = new Uint8Array(one.labels.length).fill(1);
    expectClose(accuracy(correctlyClassified(sample), ones), one.expected.plain_accuracy, tolerance, `plain accuracy of ${name}`);
    expectClose(expectedCalibrationError(binConfidence(sample).binning, ones), one.expected.plain_ece, tolerance, `plain ECE of ${name}`);
    expectClose(balancedError(sample, ones), one.expected.ece, tolerance, `ECE of ${name}`);
  });

  it('weighs a bootstrap replicate as scikit-learn scores a sample with its events repeated', () => {
    const { case: name, weights, expected } = vectors.weighted;
    const one = vectors.cases.find((candidate) => candidate.name === name)!;
    const sample = { ...checkClassProbabilities(Uint8Array.from(one.labels), flat(one), namesOf(one)), background: one.background };
    expectClose(balancedError(sample, Uint8Array.from(weights)), expected.ece, tolerance, 'ECE of a replicate');
    for (const [metric, wanted] of Object.entries(expectedMetrics(one, expected))) {
      const value = prepareClassificationMetric(metric, sample).evaluate(Uint8Array.from(weights));
      expectClose(value, wanted ?? Infinity, tolerance, metric);
    }
  });

  it('says why there is no number: an absent class, no background that passes, one class alone', () => {
    const noteOf = (name: string, metric: string) => {
      const one = vectors.cases.find((candidate) => candidate.name === name)!;
      return scoreClassification(truthOf(one), flat(one), { ...context, metrics: [metric], replicates: 0 }).metrics[0]?.note;
    };
    expect(noteOf('a class that has no event', 'auc')).toContain('No event is of class Hcc: its pairs are left out.');
    expect(noteOf('a class that has no event', 'rejection:Hcc@0.5')).toBe('Undefined: no event is of class Hcc.');
    expect(noteOf('a background that has no event', 'rejection:Hbb@0.5')).toBe('Undefined: no event is of class QCD.');
    expect(noteOf('one class has all events', 'auc')).toContain('all events are of one class');
    expect(noteOf(first.name, 'rejection:Tbqq@0.5')).toContain('Infinite: no QCD passes at a signal efficiency of 0.5');
  });

  it('gives every metric an interval around its value', () => {
    for (const { name, value, low, high, method } of scoreClassification(truthOf(first), flat(first), context).metrics) {
      if (value === null) continue;
      expect({ name, method, around: low! <= value && value <= (high ?? Infinity) }).toEqual({
        name,
        method: 'poisson-bootstrap',
        around: true,
      });
    }
  });

  it('draws the same replicates for two submissions, so that they pair', () => {
    const auc = (probabilities: Float32Array | Float64Array) =>
      scoreClassification(truthOf(first), probabilities, { ...context, metrics: ['auc'] }).metrics[0]?.replicates;
    // The same order in each class, so the same AUC in each replicate.
    const third = (_: number, i: number, all: Float32Array | Float64Array) => (all[i]! + 1) / 5;
    expect(auc(Float64Array.from(flat(first), (value, i) => third(value, i, flat(first))))).toEqual(auc(flat(first)));
  });

  it('draws a rejection for each class, the calibration and the confusion matrix in fractions of the true class', () => {
    const { fullPlots: plots = [] } = scoreClassification(truthOf(first), flat(first), { ...context, replicates: 0 });
    expect(plots.map(({ id }) => id)).toEqual(['roc', 'reliability', 'confusion']);
    expect(plots[0]?.series.map(({ label }) => label)).toEqual(['Hbb', 'Hcc', 'Tbqq']);
    const [, , matrix] = plots;
    expect(matrix).toMatchObject({ kind: 'matrix', x: { categories: namesOf(first) }, y: { categories: namesOf(first) } });
    const { x = [], y = [], z = [] } = matrix?.series[0] ?? {};
    const inRow = (first.expected.confusion[1] ?? []).map((count, _, row) => count / row.reduce((sum, other) => sum + other, 0));
    const drawn = inRow.map((_, column) => z[x.findIndex((at, cell) => at === column && y[cell] === 1)] ?? NaN);
    // Three decimals are shown.
    drawn.forEach((fraction, column) => expect(Math.abs(fraction - inRow[column]!)).toBeLessThanOrEqual(0.0005));
  });

  it('leaves the rows of absent classes out of the matrix, and has no rejections without a background', () => {
    const one = vectors.cases.find(({ name }) => name === 'a class that has no event')!;
    const { fullPlots: plots = [] } = scoreClassification({ ...truthOf(one), background: undefined }, flat(one), {
      ...context,
      metrics: ['auc'],
      replicates: 0,
    });
    expect(plots.map(({ id }) => id)).toEqual(['reliability', 'confusion']);
    expect(plots[1]?.series[0]?.y).not.toContain(2);
    expect(plots[1]?.note).toContain('No event is of class Hcc.');
  });

  it('has an AUC of one half when the probabilities know nothing', () => {
    const stream = namedStream('nothing');
    const labels = Uint8Array.from({ length: 6000 }, () => stream.integer(4));
    const noise = Float64Array.from({ length: 24_000 });
    for (let event = 0; event < 6000; event++) {
      const drawn = Array.from({ length: 4 }, () => stream.uniform());
      const sum = drawn.reduce((total, value) => total + value, 0);
      noise.set(
        drawn.map((value) => value / sum),
        4 * event,
      );
    }
    const [auc] = scoreClassification({ labels, classes: namesOf(first) }, noise, { ...context, metrics: ['auc'] }).metrics;
    expect(Math.abs((auc?.value ?? NaN) - 0.5)).toBeLessThan(0.02);
  });
});

describe('probabilities that are refused', () => {
  const score =
    (own: Float64Array | Float32Array, { labels = truthOf(first).labels, metrics = context.metrics } = {}) =>
    () =>
      scoreClassification({ ...truthOf(first), labels }, own, { ...context, replicates: 0, metrics });
  const changed = (row: number, values: readonly number[]) => {
    const own = flat(first).slice();
    own.set(values, 4 * row);
    return own;
  };

  it('name the row and the class', () => {
    expect(refusal(score(changed(7, [0, NaN, 0.5, 0.5])))).toMatchObject({
      code: 'not-finite',
      index: 7,
      message: 'The probability of Hbb in row 7 is NaN; it must be a number.',
    });
    expect(refusal(score(changed(7, [0, 0, Infinity, 0.5]))).message).toContain('The probability of Hcc in row 7 is Infinity');
    expect(refusal(score(changed(9, [1.5, 0, 0, -0.5])))).toMatchObject({ code: 'out-of-range', index: 9 });
    expect(refusal(score(changed(9, [1.5, 0, 0, -0.5]))).message).toContain('The probability of Tbqq in row 9 is -0.5');
  });

  it('say to what they add up, where that is not 1', () => {
    expect(refusal(score(changed(3, [0.5, 0.5, 0.1, 0.1])))).toMatchObject({
      code: 'out-of-range',
      index: 3,
      message: 'The probabilities in row 3 add up to 1.2; those of QCD, Hbb, Hcc, Tbqq must add up to 1, within 0.005.',
    });
    expect(refusal(score(changed(3, [0, 0, 0, 0]))).code).toBe('out-of-range');
    expect(refusal(score(changed(3, [2, -1, 0, 0]))).code).toBe('out-of-range');
  });

  it('by length, by label, by metric', () => {
    const { labels } = truthOf(first);
    expect(refusal(score(flat(first).slice(4))).message).toContain('Expected 120 rows of 4 probabilities, but 119 rows came.');
    expect(refusal(score(flat(first).slice(1))).message).toContain('479 numbers came');
    expect(refusal(score(flat(first), { labels: labels.slice().fill(4, 3, 4) }))).toMatchObject({ code: 'label-invalid', index: 3 });
    expect(refusal(score(new Float64Array(0), { labels: new Uint8Array(0) })).code).toBe('empty');
    const unknown = (metric: string) => refusal(score(flat(first), { metrics: [metric] }));
    expect(unknown('rejection:Hbbb@0.5').message).toContain("Did you mean 'rejection:Hbb@0.5'?");
    for (const metric of ['rejection:QCD@0.5', 'rejection:Hbb', 'rejection:Hbb@1.5', 'auc@0.5', 'toString', 'logloss'])
      expect(unknown(metric).code).toBe('metric-unknown');
    expect(unknown('logloss').message).toContain("Did you mean 'log_loss'?");
  });
});
