import { knownMetrics } from '@unblind/contracts';
import fc from 'fast-check';
import { binomialInterval } from '../../intervals/binomial';
import type { IntervalSet } from '../../metrics/interval-estimation/interval-submission';
import { coveragePenalty, quantileScore } from '../../metrics/interval-estimation/quantile-score';
import { namedStream } from '@unblind/random';
import { ScoringRefusal } from '../../refusal';
import { scoreIntervalEstimation } from './interval-estimation';

const context = { metrics: knownMetrics('interval-estimation'), replicates: 200, seed: 'interval/private' };

/** Honest estimates: mu_hat normal around mu + bias with the delta it claims. */
function experiments(sets: number, perSet: number, { delta = 0.25, spread = 0.25, bias = 0 } = {}) {
  const random = namedStream('intervals');
  const mu = Float64Array.from({ length: sets }, () => 0.1 + 2.9 * random.uniform());
  const predictions = Array.from(mu, (value): IntervalSet => {
    const muHats = Float64Array.from({ length: perSet }, () => value + bias + spread * random.normal());
    return {
      muHats,
      deltaMuHats: new Float64Array(perSet).fill(delta),
      p16: muHats.map((m) => m - delta),
      p84: muHats.map((m) => m + delta),
    };
  });
  return { truth: { mu }, predictions };
}

const one = (change: Partial<Record<keyof IntervalSet, number[]>> = {}): IntervalSet => ({
  muHats: Float64Array.from(change.muHats ?? [1, 2]),
  deltaMuHats: Float64Array.from(change.deltaMuHats ?? [0.5, 0.5]),
  p16: Float64Array.from(change.p16 ?? [0.5, 1.5]),
  p84: Float64Array.from(change.p84 ?? [1.5, 2.5]),
});

describe('the coverage penalty', () => {
  it('is 1 in the band of two standard deviations and continuous at its edges', () => {
    const error = Math.sqrt((0.6827 * 0.3173) / 1000);
    for (const d of [-2, 0, 2]) expect(coveragePenalty(0.6827 + 0.999 * d * error, 1000)).toBe(1);
    expect(coveragePenalty(0.6827 - 3 * error, 1000)).toBeCloseTo(2, 10);
    expect(coveragePenalty(0.6827 + 4 * error, 1000)).toBeCloseTo(9, 10);
  });

  it('charges under-coverage more than over-coverage by the same distance', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 10_000 }), fc.double({ min: 3.1, max: 6, noNaN: true }), (n, d) => {
        const error = Math.sqrt((0.6827 * 0.3173) / n);
        expect(coveragePenalty(0.6827 - d * error, n)).toBeGreaterThan(coveragePenalty(0.6827 + d * error, n));
      }),
    );
  });

  it('leaves the score of an interval of no width at its largest value', () => {
    expect(quantileScore(0, 0.6827, 100)).toBeCloseTo(Math.log(1000), 12);
  });
});

describe('the interval scorer', () => {
  const honest = experiments(10, 100);
  const value = (report: ReturnType<typeof scoreIntervalEstimation>, name: string) => {
    const metric = report.metrics.find((one) => one.name === name);
    if (!metric) throw new Error(`no ${name}`);
    return metric;
  };

  it('finds an honest method calibrated, within the error that it states', () => {
    const report = scoreIntervalEstimation(honest.truth, honest.predictions, context);
    expect(value(report, 'interval_width').value).toBeCloseTo(0.5, 12);
    expect(value(report, 'quantile_score').value).toBeCloseTo(-Math.log(0.501), 12);
    for (const [name, expected] of [
      ['coverage', 0.6827],
      ['pull_mean', 0],
      ['pull_width', 1],
      ['bias', 0],
    ] as const) {
      const { value: measured, low, high } = value(report, name);
      const error = ((high ?? NaN) - (low ?? NaN)) / 2;
      expect(Math.abs((measured ?? NaN) - expected)).toBeLessThan(4 * error);
    }
  });

  it('gives coverage its binomial interval and keeps its replicates', () => {
    const coverage = value(scoreIntervalEstimation(honest.truth, honest.predictions, context), 'coverage');
    expect(coverage).toMatchObject({ method: 'binomial', ...binomialInterval(Math.round((coverage.value ?? 0) * 1000), 1000) });
    expect(coverage.replicates).toHaveLength(200);
  });

  it('sees a bias in the pulls and in the bias', () => {
    const { truth, predictions } = experiments(10, 100, { bias: 0.25 });
    const report = scoreIntervalEstimation(truth, predictions, context);
    // 1,000 experiments: the mean is known to 0.03 of a standard deviation, four times that.
    expect(Math.abs((value(report, 'pull_mean').value ?? 0) - 1)).toBeLessThan(0.13);
    expect(Math.abs((value(report, 'bias').value ?? 0) - 0.25)).toBeLessThan(0.033);
  });

  it('draws whole sets: the error of the bias is the spread between sets, however many experiments a set has', () => {
    const mu = new Float64Array(30).fill(1);
    const random = namedStream('shifts');
    const predictions = Array.from(mu, () => {
      const shift = random.normal();
      return one({
        muHats: new Array<number>(50).fill(1 + shift),
        deltaMuHats: new Array<number>(50).fill(1),
        p16: new Array<number>(50).fill(shift),
        p84: new Array<number>(50).fill(2 + shift),
      });
    });
    const { low, high } = value(scoreIntervalEstimation({ mu }, predictions, context), 'bias');
    // 1 / sqrt(30) = 0.18; the spread of 30 normals is known to 13 %, that of 200 replicates to 5 %.
    expect(((high ?? NaN) - (low ?? NaN)) / 2 / Math.sqrt(1 / 30)).toBeGreaterThan(0.55);
    expect(((high ?? NaN) - (low ?? NaN)) / 2 / Math.sqrt(1 / 30)).toBeLessThan(1.45);
  });

  it('draws experiments where there is a single set, and says so', () => {
    const { truth, predictions } = experiments(1, 400);
    const { low, high, note } = value(scoreIntervalEstimation(truth, predictions, context), 'bias');
    // 0.25 / sqrt(400); 200 replicates know a standard deviation to 5 %, three times that.
    expect(Math.abs(((high ?? NaN) - (low ?? NaN)) / 2 / 0.0125 - 1)).toBeLessThan(0.2);
    expect(note).toContain('the 400 experiments of one set');
  });

  it('does not depend on the order of experiments within a set', () => {
    const { truth, predictions } = experiments(3, 40);
    const reversed = predictions.map((set) => ({
      muHats: set.muHats.toReversed(),
      deltaMuHats: set.deltaMuHats.toReversed(),
      p16: set.p16.toReversed(),
      p84: set.p84.toReversed(),
    }));
    const values = scoreIntervalEstimation(truth, predictions, context).metrics.map((metric) => metric.value ?? 0);
    // Sums in another order.
    scoreIntervalEstimation(truth, reversed, context).metrics.forEach((metric, i) =>
      expect(metric.value ?? 0).toBeCloseTo(values[i] ?? NaN, 12),
    );
  });

  it('leaves pulls unscored where a delta is zero, and scores the rest', () => {
    const report = scoreIntervalEstimation({ mu: Float64Array.of(1) }, [one({ deltaMuHats: [0.5, 0] })], context);
    expect(value(report, 'pull_mean')).toMatchObject({ value: null, note: expect.stringContaining('delta_mu_hat is 0') });
    expect(value(report, 'rmse').value).not.toBeNull();
    expect(report.plots.find(({ id }) => id === 'pulls')?.note).toContain('1 pulls');
  });

  it('draws the intervals, coverage, width, bias, pulls and what the score is made of', () => {
    const { plots } = scoreIntervalEstimation(honest.truth, honest.predictions, context);
    expect(plots.map(({ id }) => id)).toEqual(['worm', 'coverage', 'interval-width', 'bias', 'pulls', 'score-decomposition']);
    const [worm, coverage] = plots;
    expect(coverage?.series[0]?.x).toHaveLength(10);
    const [covers, misses] = (worm?.series ?? []).map(({ x }) => x.length);
    // 150 of 1,000 evenly in rank; 68 % cover, known to 4 %, four times that.
    expect((covers ?? 0) + (misses ?? 0)).toBe(150);
    expect(Math.abs((covers ?? 0) / 150 - 0.68)).toBeLessThan(0.15);
  });

  it('splits the score into width and coverage', () => {
    const { truth, predictions } = experiments(10, 100, { delta: 0.15 });
    const report = scoreIntervalEstimation(truth, predictions, context);
    const [score, width, penalty] = ['quantile_score', 'width_term', 'coverage_penalty'].map((name) => value(report, name).value ?? NaN);
    expect(width).toBeCloseTo(-Math.log(0.301), 12);
    expect(penalty).toBeGreaterThan(1);
    expect(score).toBeCloseTo(width! - penalty!, 12);
  });

  it('shows coverage and bias by the true nuisances, those that vary', () => {
    const random = namedStream('nuisances');
    const values = Float64Array.from({ length: 1000 }, () => random.normal());
    const muHats = values.map((theta) => 1 + 0.1 * theta);
    const set = { muHats, deltaMuHats: new Float64Array(1000).fill(0.1), p16: muHats.map((m) => m - 0.1), p84: muHats.map((m) => m + 0.1) };
    const nuisances = [
      { name: 'scale', values },
      { name: 'fixed', values: new Float64Array(1000) },
    ];
    const { plots } = scoreIntervalEstimation({ mu: Float64Array.of(1), nuisances }, [set], context);
    const series = (id: string) => plots.find((plot) => plot.id === id)?.series ?? [];
    expect(series('bias-by-nuisance').map(({ label }) => label)).toEqual(['scale']);
    // The outer fifths of a normal are beyond 0.84 standard deviations, 1.40 off on average; 200 of them know it to 0.0033.
    expect(Math.abs((series('bias-by-nuisance')[0]?.y.at(-1) ?? 0) - 0.14)).toBeLessThan(0.0133);
    expect(series('coverage-by-nuisance')[0]?.y[2]).toBe(1);
  });

  it('flags intervals that are clipped to the known range of mu, and only those', () => {
    const mu = Float64Array.of(0.15, 0.9, 1.4, 1.9, 2.9);
    const random = namedStream('edges');
    const clippedTo = (low: number, high: number) =>
      Array.from(mu, (value): IntervalSet => {
        const muHats = Float64Array.from({ length: 200 }, () => value + 0.2 * random.normal());
        const bound = (end: number) => Math.min(high, Math.max(low, end));
        const deltaMuHats = new Float64Array(200).fill(0.2);
        return { muHats, deltaMuHats, p16: muHats.map((m) => bound(m - 0.2)), p84: muHats.map((m) => bound(m + 0.2)) };
      });
    const test = (predictions: IntervalSet[]) =>
      value(scoreIntervalEstimation({ mu, range: [0.1, 3] }, predictions, context), 'edge_uniformity');
    expect(test(clippedTo(0.1, 3))).toMatchObject({ note: expect.stringMatching(/^Flagged/) });
    expect(test(clippedTo(-Infinity, Infinity)).value).toBeGreaterThan(1e-3);
  });

  it.each([
    ['NaN', one({ muHats: [1, NaN] }), 'not-finite', 3],
    ['infinity', one({ p84: [Infinity, 2] }), 'not-finite', 2],
    ['an inverted interval', one({ p16: [0.5, 3] }), 'value-invalid', 3],
    ['a negative error', one({ deltaMuHats: [-0.1, 1] }), 'value-invalid', 2],
    ['columns of different lengths', one({ p16: [0.5] }), 'length-mismatch', null],
    ['an empty set', one({ muHats: [], deltaMuHats: [], p16: [], p84: [] }), 'empty', null],
    ['fewer experiments than asked for', one({ muHats: [1], deltaMuHats: [1], p16: [0], p84: [1] }), 'length-mismatch', null],
  ])('refuses %s, naming set and experiment', (_what, set, code, index) => {
    let refusal: unknown;
    try {
      scoreIntervalEstimation({ mu: Float64Array.of(1, 2), experiments: 2 }, [one(), set], context);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(ScoringRefusal);
    expect(refusal).toMatchObject({ code, index, message: expect.stringMatching(/^Set 1/) });
  });

  it('refuses another number of sets and unknown metrics, and blames the platform for a broken truth', () => {
    expect(() => scoreIntervalEstimation({ mu: Float64Array.of(1, 2) }, [one()], context)).toThrow('2 sets were asked for, 1 came');
    expect(() => scoreIntervalEstimation({ mu: Float64Array.of(1) }, [one()], { ...context, metrics: ['coverag'] })).toThrow(
      "Did you mean 'coverage'?",
    );
    expect(() => scoreIntervalEstimation({ mu: Float64Array.of(NaN) }, [one()], context)).toThrow(/scorer-failed/);
  });
});
