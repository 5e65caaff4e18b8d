import { PlatformFault } from '@unblind/contracts';
import { namedStream } from '@unblind/random';
import { ScoringRefusal } from '../../refusal';
import { scoreAnomaly } from './anomaly';

const metrics = ['auc', 'max-sic', 'max-sic@0.01', 'sic@0.01', 'signal-efficiency@0.01', 'mass-sculpting@0.1', 'dark-machines'];
const context = { metrics, replicates: 200, seed: 'lhc-olympics/1/public' };

/** One event in ten is signal, at 3.5 TeV; the score of background follows mjj by `sculpting`. */
function events(count: number, separation: number, sculpting = 0) {
  const stream = namedStream(`events ${separation}`);
  const labels = Uint8Array.from({ length: count }, (_, i) => (i % 10 === 0 ? 1 : 0));
  const mass = Float64Array.from(labels, (label) => (label === 1 ? 3.5 + 0.05 * stream.normal() : 3.3 + 0.4 * stream.uniform()));
  const scores = Float64Array.from(labels, (label, i) => separation * label + stream.normal() + sculpting * (mass[i]! - 3.5));
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

describe('scoring an anomaly detector', () => {
  it('gives every metric asked for, in order, with an interval around its value', () => {
    const { truth, scores } = events(5000, 2);
    const cuts = { 'max-sic': 0.02, 'max-sic@0.01': 0.01, 'dark-machines': 0.01 };
    const report = scoreAnomaly(truth, scores, { ...context, cuts });
    expect(report.metrics.map(({ name }) => name)).toEqual(metrics);
    for (const { name, value, low, high, replicates } of report.metrics) {
      // Distances have none.
      if (name.startsWith('mass-sculpting')) expect([low, high, replicates]).toEqual([null, null, null]);
      else
        expect({ name, draws: replicates?.length, around: low! <= value! && value! <= high! && low! < high! }).toEqual({
          name,
          draws: 200,
          around: true,
        });
    }
  });

  it('states the floor of the largest SIC and the cut it was found at, and that a maximum has no interval', () => {
    const { truth, scores } = events(5000, 2);
    const [plain, loose] = scoreAnomaly(truth, scores, { ...context, metrics: ['max-sic', 'max-sic@0.05'] }).metrics;
    expect(plain?.note).toMatch(/^Largest eps_S \/ sqrt\(eps_B\) with eps_B > 0\.01\. At eps_B = 0\.\d+\. .*no interval\.$/);
    expect(loose?.note).toContain('eps_B > 0.05');
    expect(loose!.value!).toBeLessThan(plain!.value!);
    expect(plain).toMatchObject({ low: null, high: null, replicates: null, cut: expect.any(Number) });
  });

  it('quotes a largest SIC at a cut that was chosen on other events as the SIC there', () => {
    const { truth, scores } = events(5000, 2);
    const [quoted, fixed] = scoreAnomaly(truth, scores, {
      ...context,
      metrics: ['max-sic', 'sic@0.02'],
      cuts: { 'max-sic': 0.02 },
    }).metrics;
    const { value, low, high, replicates } = fixed!;
    expect(quoted).toMatchObject({ value, low, high, replicates, note: expect.stringContaining('eps_B = 0.02, chosen on other events') });
  });

  it('takes the working point of Dark Machines in the same way', () => {
    const { truth, scores } = events(5000, 2);
    const [own] = scoreAnomaly(truth, scores, { ...context, metrics: ['dark-machines'] }).metrics;
    const at = (cut: number) =>
      scoreAnomaly(truth, scores, { ...context, metrics: ['dark-machines'], cuts: { 'dark-machines': cut } }).metrics[0];
    expect(at(own!.cut!)?.value).toBe(own?.value);
    expect(at(1e-2)!.low!).toBeLessThan(at(1e-2)!.high!);
    // Of 4,500 background events 4.5 pass.
    expect(at(1e-3)).toMatchObject({
      low: null,
      high: null,
      note: expect.stringContaining('Fewer than 10 background events pass: no interval.'),
    });
  });

  it('draws the same replicates for two submissions on the same split', () => {
    const { truth, scores } = events(2000, 2);
    const monotone = scores.map((score) => Math.tanh(score / 10));
    const replicates = (values: Float64Array) => scoreAnomaly(truth, values, context).metrics.map((metric) => metric.replicates);
    expect(replicates(monotone)).toEqual(replicates(scores));
  });

  it('sees a detector that carves the background spectrum', () => {
    const sculpting = (strength: number) => {
      const { truth, scores } = events(10_000, 2, strength);
      return scoreAnomaly(truth, scores, { ...context, metrics: ['mass-sculpting@0.1'] }).metrics[0]!;
    };
    expect(sculpting(10).value!).toBeGreaterThan(3 * sculpting(0).value!);
  });

  it('plots the SIC with its band, the ROC, both classes, and the mass where there is one', () => {
    const { truth, scores } = events(3000, 2);
    const { fullPlots: plots = [] } = scoreAnomaly(truth, scores, context);
    expect(plots.map(({ id }) => id)).toEqual(['sic', 'roc', 'scores', 'mass']);
    expect(scoreAnomaly({ labels: truth.labels }, scores, context).plots.map(({ id }) => id)).toEqual(['sic', 'roc', 'scores']);
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
    expect(plots[0]?.note).toContain('eps_B > 0.01');
  });

  it('leaves sculpting unscored, with the reason, without a mass or with one that never changes', () => {
    const { truth, scores } = events(500, 2);
    const sculpting = (changed: object) =>
      scoreAnomaly({ ...truth, ...changed }, scores, { ...context, metrics: ['mass-sculpting@0.1'] }).metrics[0];
    expect(sculpting({ mass: undefined })).toMatchObject({ value: null, low: null, high: null, note: expect.stringContaining('no mass') });
    expect(sculpting({ mass: truth.mass.map(() => 3.5) })).toMatchObject({
      value: null,
      note: expect.stringContaining('masses are equal'),
    });
  });

  it('leaves sculpting unscored where no background passes', () => {
    const { truth, scores } = events(500, 2);
    const [metric] = scoreAnomaly(truth, scores, { ...context, metrics: ['mass-sculpting@0.001'] }).metrics;
    expect(metric).toMatchObject({ value: null, note: expect.stringContaining('no background passes') });
  });

  it('scores a detector that knows nothing near SIC 1, and one that is constant at exactly 1', () => {
    const { truth, scores } = events(5000, 0);
    const values = (given: Float64Array) =>
      scoreAnomaly(truth, given, { ...context, metrics: ['auc', 'max-sic@0.1'], replicates: 0 }).metrics.map(({ value }) => value ?? NaN);
    expect(values(scores)[0]).toBeCloseTo(0.5, 1);
    expect(values(scores)[1]).toBeLessThan(1.2);
    expect(values(scores.map(() => 0.3))).toEqual([0.5, 1]);
  });

  it('refuses NaN, infinity, a wrong length, one class, a third label and no events', () => {
    const { truth, scores } = events(500, 2);
    for (const bad of [NaN, Infinity, -Infinity]) {
      expect(refusal(() => scoreAnomaly(truth, scores.with(321, bad), context))).toMatchObject({ code: 'not-finite', index: 321 });
    }
    expect(refusal(() => scoreAnomaly(truth, scores.subarray(1), context))).toMatchObject({ code: 'length-mismatch', index: 499 });
    expect(refusal(() => scoreAnomaly({ labels: new Uint8Array(500) }, scores, context)).code).toBe('one-class');
    expect(refusal(() => scoreAnomaly({ labels: truth.labels.with(7, 2) }, scores, context))).toMatchObject({
      code: 'label-invalid',
      index: 7,
    });
    expect(refusal(() => scoreAnomaly({ labels: new Uint8Array(0) }, new Float64Array(0), context)).code).toBe('empty');
  });

  it('blames a broken mass on the truth', () => {
    const { truth, scores } = events(500, 2);
    const broken = (mass: Float64Array) => () => scoreAnomaly({ ...truth, mass }, scores, context);
    expect(broken(truth.mass.with(9, NaN))).toThrow(PlatformFault);
    expect(broken(truth.mass.with(9, NaN))).toThrow('the mass of event 9 is NaN');
    expect(broken(truth.mass.slice(1))).toThrow('it has 500 labels but 499 masses');
  });

  it('names the nearest metric when one is misspelt, and takes a floor of 0 for the largest SIC only', () => {
    const { truth, scores } = events(500, 2);
    const score = (name: string) => () => scoreAnomaly(truth, scores, { ...context, metrics: [name] });
    expect(refusal(score('max-sik')).message).toContain("Did you mean 'max-sic'?");
    for (const name of ['sic@0', 'sic', 'max-sic@1', 'max-sic@-0.1', 'max-sic@', 'auc@0.1', 'toString']) {
      expect({ name, code: refusal(score(name)).code }).toEqual({ name, code: 'metric-unknown' });
    }
    expect(score('max-sic@0')().metrics[0]?.value).toBeGreaterThan(1);
  });
});
