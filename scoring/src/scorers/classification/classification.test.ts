import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RandomStream } from '../../random';
import { ScoringRefusal } from '../../refusal';
import { scoreClassification } from './classification';

interface Reference {
  percent: number[][];
  labels: number[];
  auc: number;
  accuracy: number;
  rejection: Record<string, Record<string, number>>;
}

const reference = JSON.parse(readFileSync(join(__dirname, '../../../test/multi-class-reference.json'), 'utf8')) as Reference;
const classes = ['QCD', 'Hbb', 'Hcc', 'Tbqq'];
const truth = { labels: Uint8Array.from(reference.labels), classes };
const scores = Float64Array.from(reference.percent.flat(), (percent) => percent / 100);
const metrics = ['accuracy', 'auc', ...[1, 2, 3].flatMap((k) => [0.5, 0.8].map((at) => `rejection:${classes[k]}@${at}`))];
const context = { metrics, replicates: 200, seed: 'classes/1/public' };

function refusal(act: () => unknown): ScoringRefusal {
  try {
    act();
  } catch (error) {
    if (error instanceof ScoringRefusal) return error;
    throw error;
  }
  throw new Error('It was scored.');
}

describe('scoring a multi-class tagger', () => {
  it('agrees with scikit-learn on 240 events of four classes with ties', () => {
    const report = scoreClassification(truth, scores, context);
    const [accuracy, auc, ...rejections] = report.metrics.map(({ value }) => value ?? NaN);
    expect(accuracy).toBe(reference.accuracy);
    // The pairs are averaged in another order.
    expect(auc).toBeCloseTo(reference.auc, 14);
    const expected = [1, 2, 3].flatMap((k) => [0.5, 0.8].map((at) => reference.rejection[k]?.[at] ?? NaN));
    rejections.forEach((value, i) => expect(value / expected[i]!).toBeCloseTo(1, 12));
    expect(report.plots[0]?.series.map(({ label }) => label)).toEqual(['Hbb', 'Hcc', 'Tbqq']);
  });

  it('gives every metric an interval around its value', () => {
    for (const { name, value, low, high } of scoreClassification(truth, scores, context).metrics) {
      expect({ name, around: low! <= value! && value! <= (high ?? Infinity) }).toEqual({ name, around: true });
    }
  });

  it('has an AUC of one half when the scores know nothing', () => {
    const stream = new RandomStream('nothing');
    const labels = Uint8Array.from({ length: 6000 }, () => stream.integer(4));
    const noise = Float32Array.from({ length: 24_000 }, () => stream.uniform());
    const [auc] = scoreClassification({ labels, classes }, noise, { ...context, metrics: ['auc'] }).metrics;
    expect(Math.abs((auc?.value ?? NaN) - 0.5)).toBeLessThan(0.02);
  });

  it('refuses what cannot be scored, by name', () => {
    const score =
      (own: Float64Array, labels = truth.labels, names = metrics) =>
      () =>
        scoreClassification({ labels, classes }, own, { ...context, replicates: 0, metrics: names });
    expect(refusal(score(scores.slice(4))).code).toBe('length-mismatch');
    expect(refusal(score(scores.slice().fill(NaN, 10, 11)))).toMatchObject({ code: 'not-finite', index: 10 });
    expect(refusal(score(scores, truth.labels.slice().fill(4, 3, 4)))).toMatchObject({ code: 'label-invalid', index: 3 });
    expect(
      refusal(
        score(
          scores,
          truth.labels.map((label) => label % 3),
        ),
      ).message,
    ).toContain('class 3');
    expect(refusal(score(new Float64Array(0), new Uint8Array(0))).code).toBe('empty');
    expect(refusal(score(scores.map((value) => value - 0.5))).code).toBe('out-of-range');
    expect(refusal(score(scores, truth.labels, ['rejection:Hbbb@0.5'])).message).toContain("Did you mean 'rejection:Hbb@0.5'?");
    expect(refusal(score(scores, truth.labels, ['rejection:QCD@0.5'])).code).toBe('metric-unknown');
    expect(refusal(score(scores, truth.labels, ['rejection:Hbb'])).code).toBe('metric-unknown');
  });
});
