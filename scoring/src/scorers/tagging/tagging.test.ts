import { PlatformFault } from '@unblind/contracts';
import { namedStream } from '@unblind/random';
import { pairedDifference } from '../../comparison';
import { ScoringRefusal } from '../../refusal';
import { scoreTagging } from './tagging';

const metrics = ['rejection@0.3', 'rejection@0.5', 'auc', 'accuracy', 'ece', 'mass-sculpting@0.5', 'disco'];
const context = { metrics, replicates: 200, seed: 'top-tagging/1/public' };

/** Jets with logistic scores; the mass of background follows the score by `sculpting`. */
function jets(count: number, separation: number, sculpting = 0, seed = 'jets') {
  const stream = namedStream(seed);
  const labels = new Uint8Array(count);
  const scores = new Float32Array(count);
  const mass = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    labels[i] = stream.uniform() < 0.5 ? 1 : 0;
    const logit = (labels[i] === 1 ? separation / 2 : -separation / 2) * separation + separation * stream.normal();
    scores[i] = 1 / (1 + Math.exp(-logit));
    mass[i] = 150 + 25 * stream.normal() + sculpting * logit;
  }
  return { truth: { labels, mass }, scores };
}

function refusal(act: () => unknown): ScoringRefusal {
  try {
    act();
  } catch (error) {
    if (error instanceof ScoringRefusal) return error;
    throw error;
  }
  throw new Error('It was scored.');
}

describe('scoring a tagger', () => {
  it('gives every metric asked for, in order, with an interval around its value', () => {
    const { truth, scores } = jets(2000, 1.5);
    const report = scoreTagging(truth, scores, context);
    expect(report.metrics.map(({ name }) => name)).toEqual(metrics);
    for (const { name, value, low, high, replicates, method } of report.metrics) {
      expect(method).toBe('poisson-bootstrap');
      // Distances have none.
      if (name.startsWith('mass-sculpting') || name === 'disco') expect([low, high, replicates]).toEqual([null, null, null]);
      else
        expect({ name, draws: replicates?.length, around: low! < high! && low! <= value! && value! <= high! }).toEqual({
          name,
          draws: 200,
          around: true,
        });
    }
  });

  it('draws the same replicates for two submissions, whatever the order of their scores', () => {
    const { truth, scores } = jets(1000, 1.5);
    const again = scoreTagging(
      truth,
      scores.map((score) => score * 0.5),
      context,
    );
    const first = scoreTagging(truth, scores, context);
    expect(again.metrics[2]?.replicates).toEqual(first.metrics[2]?.replicates);
    const otherSplit = scoreTagging(truth, scores, { ...context, seed: 'top-tagging/1/private' });
    expect(otherSplit.metrics[2]?.replicates).not.toEqual(first.metrics[2]?.replicates);
  });

  it('gives an infinite rejection its one-sided limit, which another one shares, and says why', () => {
    const labels = Uint8Array.from({ length: 2000 }, (_, i) => (i < 1000 ? 1 : 0));
    const scores = Float64Array.from({ length: 2000 }, (_, i) => 1 - i / 2000);
    const [rejection] = scoreTagging({ labels }, scores, { ...context, metrics: ['rejection@0.3'] }).metrics;
    expect(rejection).toMatchObject({ value: Infinity, high: null });
    expect(rejection?.note).toContain('Infinite: no background passes at a signal efficiency of 0.3. Above 871 at 68 %');
    // 1,000 / -ln(0.3173) = 871, of quantiles in steps of 1 / replicates.
    expect(Math.abs(rejection!.low! / 871 - 1)).toBeLessThan(0.02);
    const other = scoreTagging({ labels }, scores.map(Math.sqrt), { ...context, metrics: ['rejection@0.3'] }).metrics[0]!;
    expect(pairedDifference(rejection!, other)).toMatchObject({ difference: 0, low: 0, high: 0, pValue: 1 });
  });

  it('leaves an upper bound open when it is infinite', () => {
    // One background jet is above the working point: in e^-1 of the replicates it is absent.
    const labels = Uint8Array.from({ length: 400 }, (_, i) => (i < 200 && i !== 3 ? 1 : 0));
    const scores = Float64Array.from({ length: 400 }, (_, i) => 1 - i / 400);
    const [rejection] = scoreTagging({ labels }, scores, { ...context, metrics: ['rejection@0.3'] }).metrics;
    expect(rejection?.value).toBeCloseTo(201, 6);
    expect(rejection?.low).toBeGreaterThan(60);
    expect(rejection?.high).toBeNull();
  });

  it('sees a tagger that sculpts the background mass', () => {
    const honest = jets(3000, 1.5);
    const sculpting = jets(3000, 1.5, 15);
    const [before, after] = [honest, sculpting].map(({ truth, scores }) =>
      scoreTagging(truth, scores, { ...context, metrics: ['mass-sculpting@0.5', 'disco'] }).metrics.map(({ value }) => value ?? NaN),
    );
    expect(after?.[0]).toBeGreaterThan(5 * before![0]!);
    expect(after?.[1]).toBeGreaterThan(0.2);
    expect(before?.[1]).toBeLessThan(0.02);
  });

  it('plots the ROC, the calibration, both classes and the mass with at most 200 points each', () => {
    const { truth, scores } = jets(3000, 1.5);
    const { fullPlots: plots = [] } = scoreTagging(truth, scores, context);
    expect(plots.map(({ id }) => id)).toEqual(['roc', 'reliability', 'scores', 'mass']);
    for (const { series } of plots) {
      for (const { x, y, low, high } of series) {
        expect(x.length).toBeGreaterThan(0);
        expect(x.length).toBeLessThanOrEqual(200);
        for (const values of [y, low ?? y, high ?? y]) {
          expect(values).toHaveLength(x.length);
          expect(values.every(Number.isFinite)).toBe(true);
        }
      }
    }
  });

  it('says that masses are missing instead of scoring zero', () => {
    const { truth, scores } = jets(500, 1.5);
    const report = scoreTagging({ labels: truth.labels }, scores, { ...context, metrics: ['disco'] });
    expect(report.metrics[0]).toMatchObject({ value: null, low: null, high: null });
    expect(report.metrics[0]?.note).toContain('no mass');
  });

  it('refuses NaN and infinity by the first index', () => {
    const { truth, scores } = jets(500, 1.5);
    for (const bad of [NaN, Infinity, -Infinity]) {
      const spoilt = scores.slice().fill(bad, 321, 323);
      expect(refusal(() => scoreTagging(truth, spoilt, context))).toMatchObject({ code: 'not-finite', index: 321 });
    }
  });

  it('refuses a wrong length, no events, one class, and a third label', () => {
    const { truth, scores } = jets(500, 1.5);
    expect(refusal(() => scoreTagging(truth, scores.subarray(1), context))).toMatchObject({ code: 'length-mismatch', index: 499 });
    expect(refusal(() => scoreTagging({ labels: new Uint8Array(0) }, new Float32Array(0), context)).code).toBe('empty');
    expect(refusal(() => scoreTagging({ labels: new Uint8Array(500) }, scores, context)).code).toBe('one-class');
    const third = truth.labels.slice().fill(2, 7, 8);
    expect(refusal(() => scoreTagging({ labels: third }, scores, context))).toMatchObject({ code: 'label-invalid', index: 7 });
  });

  it('blames a broken mass on the truth, not on the participant', () => {
    const { truth, scores } = jets(500, 1.5);
    const broken = (mass: Float64Array) => () => scoreTagging({ ...truth, mass }, scores, context);
    expect(broken(truth.mass.slice().fill(NaN, 9, 10))).toThrow(PlatformFault);
    expect(broken(truth.mass.slice().fill(NaN, 9, 10))).toThrow('the mass of event 9 is NaN');
    expect(broken(truth.mass.slice(1))).toThrow('it has 500 labels but 499 masses');
  });

  it('refuses scores that are no probabilities only where a metric needs them to be', () => {
    const { truth, scores } = jets(500, 1.5);
    const logits = scores.map((score, i) => (i === 42 ? 1.5 : score));
    expect(refusal(() => scoreTagging(truth, logits, context))).toMatchObject({ code: 'out-of-range', index: 42 });
    expect(scoreTagging(truth, logits, { ...context, metrics: ['auc'] }).metrics[0]?.value).toBeGreaterThan(0.5);
  });

  it('names the nearest metric when one is misspelt', () => {
    const { truth, scores } = jets(500, 1.5);
    const score = (name: string) => () => scoreTagging(truth, scores, { ...context, metrics: [name] });
    expect(refusal(score('rejection@0,3')).message).toContain("Did you mean 'rejection@0.3'?");
    expect(refusal(score('acuracy'))).toMatchObject({ code: 'metric-unknown', message: expect.stringContaining("'accuracy'") });
    expect(refusal(score('rejection@1.3')).code).toBe('metric-unknown');
    expect(refusal(score('auc@0.3')).code).toBe('metric-unknown');
    expect(refusal(score('toString')).code).toBe('metric-unknown');
  });
});
