import { knownMetrics } from '@unblind/contracts';
import fc from 'fast-check';
import { jeffreysInterval } from '../../intervals/binomial';
import type { IntervalEstimates } from '../../metrics/interval-estimation/interval-submission';
import { coveragePenalty, quantileScore } from '../../metrics/interval-estimation/quantile-score';
import { namedStream } from '@unblind/random';
import { ScoringRefusal } from '../../refusal';
import { scoreIntervalEstimation } from './interval-estimation';

const context = { metrics: knownMetrics('interval-estimation'), replicates: 200, seed: 'interval/private' };

/** Honest estimates: mu_hat normal around mu + bias with the delta it claims. */
function experiments(count: number, { delta = 0.25, spread = 0.25, bias = 0, seed = 'intervals' } = {}) {
  const random = namedStream(seed);
  const mu = Float64Array.from({ length: count }, () => random.uniformIn(0.1, 3));
  const muHats = mu.map((value) => value + bias + spread * random.normal());
  return { truth: { mu }, estimates: intervalsAround(muHats, delta) };
}

function intervalsAround(muHats: Float64Array, delta: number): IntervalEstimates {
  return {
    muHats,
    deltaMuHats: new Float64Array(muHats.length).fill(delta),
    p16: muHats.map((m) => m - delta),
    p84: muHats.map((m) => m + delta),
  };
}

const two = (change: Partial<Record<keyof IntervalEstimates, number[]>> = {}): IntervalEstimates => ({
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
  const honest = experiments(1000);
  const value = (report: ReturnType<typeof scoreIntervalEstimation>, name: string) => {
    const metric = report.metrics.find((one) => one.name === name);
    if (!metric) throw new Error(`no ${name}`);
    return metric;
  };

  it('finds an honest method calibrated, within the error that it states', () => {
    const report = scoreIntervalEstimation(honest.truth, honest.estimates, context);
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
    const coverage = value(scoreIntervalEstimation(honest.truth, honest.estimates, context), 'coverage');
    expect(coverage).toMatchObject({ method: 'binomial', ...jeffreysInterval(Math.round((coverage.value ?? 0) * 1000), 1000) });
    expect(coverage.replicates).toHaveLength(200);
  });

  it('sees a bias in the pulls and in the bias', () => {
    const { truth, estimates } = experiments(1000, { bias: 0.25 });
    const report = scoreIntervalEstimation(truth, estimates, context);
    // 1,000 experiments: the mean is known to 0.03 of a standard deviation, four times that.
    expect(Math.abs((value(report, 'pull_mean').value ?? 0) - 1)).toBeLessThan(0.13);
    expect(Math.abs((value(report, 'bias').value ?? 0) - 0.25)).toBeLessThan(0.033);
  });

  it('draws experiments: the error of the bias is that of their mean', () => {
    const { truth, estimates } = experiments(400);
    const { low, high } = value(scoreIntervalEstimation(truth, estimates, context), 'bias');
    // 0.25 / sqrt(400); 200 replicates know a standard deviation to 5 %, the 400 to 4 %, three times both.
    expect(Math.abs(((high ?? NaN) - (low ?? NaN)) / 2 / 0.0125 - 1)).toBeLessThan(0.2);
  });

  it('has intervals that hold the long-run value in 68 % of toys, at the size of the diagnostic part', () => {
    const toys = 300;
    const held = { bias: 0, pull_width: 0, rmse: 0, coverage: 0 };
    for (let toy = 0; toy < toys; toy++) {
      const { truth, estimates } = experiments(400, { seed: `toy ${toy}` });
      const report = scoreIntervalEstimation(truth, estimates, { ...context, seed: `toys/${toy}` });
      const holds = (name: keyof typeof held, expected: number) => {
        const { low, high } = value(report, name);
        if ((low ?? NaN) <= expected && expected <= (high ?? NaN)) held[name]++;
      };
      holds('bias', 0);
      holds('pull_width', 1);
      holds('coverage', 0.6827);
      holds('rmse', rmseOfNormal(0.25));
    }
    // The binomial error of 300 toys is 2.7 %; three of it below 68, while Clopper-Pearson's interval covers more than it claims.
    for (const name of ['bias', 'pull_width', 'rmse'] as const)
      expect([name, Math.abs(held[name] / toys - 0.68) < 0.081]).toEqual([name, true]);
    expect(held.coverage / toys).toBeGreaterThan(0.6);
  });

  it('has no interval below 200 experiments, except of the coverage, and never one of the penalty, and says why', () => {
    const metrics = ['coverage', 'quantile_score', 'coverage_penalty'];
    const of = (count: number) => {
      const { truth, estimates } = experiments(count);
      return scoreIntervalEstimation(truth, estimates, { ...context, metrics }).metrics;
    };
    const [some, none] = [
      { low: expect.any(Number), high: expect.any(Number) },
      { low: null, high: null },
    ];
    const penalty = { ...none, note: expect.stringContaining('0 for any coverage within two standard deviations') };
    expect(of(199)).toMatchObject([some, { ...none, note: expect.stringContaining('Fewer than 200: no interval.') }, penalty]);
    expect(of(200)).toMatchObject([some, some, penalty]);
  });

  it('does not depend on the order of the experiments', () => {
    const { truth, estimates } = experiments(120);
    const reversed = {
      muHats: estimates.muHats.toReversed(),
      deltaMuHats: estimates.deltaMuHats.toReversed(),
      p16: estimates.p16.toReversed(),
      p84: estimates.p84.toReversed(),
    };
    const values = scoreIntervalEstimation(truth, estimates, context).metrics.map((metric) => metric.value ?? 0);
    // Sums in another order.
    scoreIntervalEstimation({ mu: truth.mu.toReversed() }, reversed, context).metrics.forEach((metric, i) =>
      expect(metric.value ?? 0).toBeCloseTo(values[i] ?? NaN, 12),
    );
  });

  it('can be asked for coverage and width without the score, as on a diagnostic part', () => {
    const { metrics } = scoreIntervalEstimation(honest.truth, honest.estimates, { ...context, metrics: ['coverage', 'interval_width'] });
    expect(metrics.map(({ name }) => name)).toEqual(['coverage', 'interval_width']);
  });

  it('leaves pulls unscored where a delta is zero, and scores the rest', () => {
    const report = scoreIntervalEstimation({ mu: Float64Array.of(1, 2) }, two({ deltaMuHats: [0.5, 0] }), context);
    expect(value(report, 'pull_mean')).toMatchObject({ value: null, note: expect.stringContaining('delta_mu_hat is 0') });
    expect(value(report, 'rmse').value).not.toBeNull();
    expect(report.fullPlots?.find(({ id }) => id === 'pulls')?.note).toContain('1 pulls');
  });

  it('keeps apart what may be seen while the truth is in use: no true mu, no residual, no score, no small group', () => {
    const { plots, fullPlots = [] } = scoreIntervalEstimation(honest.truth, honest.estimates, context);
    expect(plots.map(({ id }) => id)).toEqual(['coverage-by-estimate', 'width-by-estimate']);
    for (const { x, y, series } of plots) {
      expect(`${x.label} ${y.label}`).not.toMatch(/true|- mu|score/);
      expect(series[0]?.x).toHaveLength(5);
    }
    const truthPlots = fullPlots.slice(plots.length);
    expect(truthPlots.map(({ id }) => id)).toEqual(['worm', 'coverage', 'interval-width', 'bias', 'pulls', 'score-decomposition']);
    const [worm, coverage] = truthPlots;
    expect(coverage?.series[0]?.x).toHaveLength(10);
    const [covers, misses] = (worm?.series ?? []).map(({ x }) => x.length);
    // 150 of 1,000 evenly in rank; 68 % cover, known to 4 %, four times that.
    expect((covers ?? 0) + (misses ?? 0)).toBe(150);
    expect(Math.abs((covers ?? 0) / 150 - 0.68)).toBeLessThan(0.15);
  });

  it('splits the score into width and coverage', () => {
    const { truth, estimates } = experiments(1000, { delta: 0.15 });
    const report = scoreIntervalEstimation(truth, estimates, context);
    const [score, width, penalty] = ['quantile_score', 'width_term', 'coverage_penalty'].map((name) => value(report, name).value ?? NaN);
    expect(width).toBeCloseTo(-Math.log(0.301), 12);
    expect(penalty).toBeGreaterThan(1);
    expect(score).toBeCloseTo(width! - penalty!, 12);
  });

  it('shows coverage and bias by the true nuisances, those that vary', () => {
    const random = namedStream('nuisances');
    const values = Float64Array.from({ length: 1000 }, () => random.normal());
    const estimates = intervalsAround(
      values.map((theta) => 1 + 0.1 * theta),
      0.1,
    );
    const nuisances = [
      { name: 'scale', values },
      { name: 'fixed', values: new Float64Array(1000) },
    ];
    const { fullPlots = [] } = scoreIntervalEstimation({ mu: new Float64Array(1000).fill(1), nuisances }, estimates, context);
    const series = (id: string) => fullPlots.find((plot) => plot.id === id)?.series ?? [];
    expect(series('bias-by-nuisance').map(({ label }) => label)).toEqual(['scale']);
    // The outer fifths of a normal are beyond 0.84 standard deviations, 1.40 off on average; 200 of them know it to 0.0033.
    expect(Math.abs((series('bias-by-nuisance')[0]?.y.at(-1) ?? 0) - 0.14)).toBeLessThan(0.0133);
    expect(series('coverage-by-nuisance')[0]?.y[2]).toBe(1);
  });

  it('flags intervals that are clipped to the known range of mu, and only those', () => {
    const { truth, estimates } = experiments(1000, { delta: 0.2, spread: 0.2 });
    const test = (low: number, high: number) => {
      const bound = (end: number) => Math.min(high, Math.max(low, end));
      const clipped = { ...estimates, p16: estimates.p16.map(bound), p84: estimates.p84.map(bound) };
      return value(scoreIntervalEstimation({ ...truth, range: [0.1, 3] }, clipped, context), 'edge_uniformity');
    };
    expect(test(0.1, 3)).toMatchObject({ note: expect.stringMatching(/^Flagged/) });
    expect(test(-Infinity, Infinity).value).toBeGreaterThan(1e-3);
  });

  it.each([
    ['NaN', two({ muHats: [1, NaN] }), 'not-finite', 1],
    ['infinity', two({ p84: [Infinity, 2] }), 'not-finite', 0],
    ['an inverted interval', two({ p16: [0.5, 3] }), 'value-invalid', 1],
    ['a negative error', two({ deltaMuHats: [-0.1, 1] }), 'value-invalid', 0],
    ['columns of different lengths', two({ p16: [0.5] }), 'length-mismatch', null],
    ['no experiment', two({ muHats: [], deltaMuHats: [], p16: [], p84: [] }), 'length-mismatch', null],
    ['fewer experiments than asked for', two({ muHats: [1], deltaMuHats: [1], p16: [0], p84: [1] }), 'length-mismatch', null],
  ])('refuses %s, naming the experiment', (_what, estimates, code, index) => {
    let refusal: unknown;
    try {
      scoreIntervalEstimation({ mu: Float64Array.of(1, 2) }, estimates, context);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(ScoringRefusal);
    expect(refusal).toMatchObject({
      code,
      index,
      message: index === null ? expect.any(String) : expect.stringContaining(`Experiment ${index}`),
    });
  });

  it('refuses unknown metrics, and blames the platform for a broken truth', () => {
    const mu = Float64Array.of(1, 2);
    expect(() => scoreIntervalEstimation({ mu }, two(), { ...context, metrics: ['coverag'] })).toThrow("Did you mean 'coverage'?");
    expect(() => scoreIntervalEstimation({ mu: Float64Array.of(1, NaN) }, two(), context)).toThrow(/scorer-failed/);
  });
});

/** The mean of sqrt(D^2 + (D^2 - delta^2)^2) for normal D of standard deviation delta, by the trapezoidal rule. */
function rmseOfNormal(delta: number): number {
  const step = 0.001;
  let sum = 0;
  for (let z = -8; z <= 8; z += step) {
    const squared = (delta * z) ** 2;
    sum += (step * Math.sqrt(squared + (squared - delta ** 2) ** 2) * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI);
  }
  return sum;
}
