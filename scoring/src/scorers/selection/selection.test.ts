import fc from 'fast-check';
import type { ScoredMetric } from '@unblind/contracts';
import { pairedDifference } from '../../comparison';
import { ams } from '../../metrics/selection/ams';
import { normaliseWeights } from '../../metrics/selection/event-weights';
import { amsCurve, largestAms, rankEvents } from '../../metrics/selection/threshold-scan';
import { namedStream } from '@unblind/random';
import { ScoringRefusal } from '../../refusal';
import { scoreSelection } from './selection';

const context = { metrics: ['ams', 'ams_best'], replicates: 200, seed: 'higgsml/private' };
const truth = {
  eventIds: Int32Array.of(100, 101, 102, 103),
  isSignal: Uint8Array.of(1, 0, 1, 0),
  weights: Float64Array.of(5, 20, 3, 40),
};
const good = { eventIds: Int32Array.of(103, 102, 101, 100), rankOrder: Int32Array.of(1, 3, 2, 4), classes: ['b', 's', 'b', 's'] };

function sample(events: number) {
  const random = namedStream('events');
  const isSignal = Uint8Array.from({ length: events }, () => (random.uniform() < 0.3 ? 1 : 0));
  const score = Array.from(isSignal, (signal) => random.normal() + 1.5 * signal);
  const order = score.map((_, i) => i).sort((a, b) => score[a]! - score[b]!);
  const rankOrder = new Int32Array(events);
  order.forEach((event, i) => (rankOrder[event] = i + 1));
  return {
    truth: {
      eventIds: Int32Array.from({ length: events }, (_, i) => i),
      isSignal,
      weights: Float64Array.from(isSignal, (signal) => (signal === 1 ? 0.002 : 1)),
    },
    submit: (selected: number) => ({
      eventIds: Int32Array.from({ length: events }, (_, i) => i),
      rankOrder,
      classes: Array.from(rankOrder, (rank) => (rank > events - selected ? 's' : 'b')),
    }),
  };
}

/** The numbers of a metric; NaN, which passes no comparison, for one that is missing. */
function known(metric: ScoredMetric | undefined) {
  const { value, low, high } = metric ?? { value: null, low: null, high: null };
  return { value: value ?? NaN, low: low ?? NaN, high: high ?? NaN };
}

describe('the AMS', () => {
  it('is close to s / sqrt(b) for a small signal on a large background', () => {
    expect(ams(10, 1e6) / (10 / Math.sqrt(1e6))).toBeCloseTo(1, 4);
  });

  it('grows with the signal and falls with the background', () => {
    const weight = fc.double({ min: 0.1, max: 1e5, noNaN: true });
    fc.assert(
      fc.property(weight, weight, (s, b) => {
        expect(ams(1.1 * s, b)).toBeGreaterThan(ams(s, b));
        expect(ams(s, 1.1 * b + 1)).toBeLessThan(ams(s, b));
      }),
    );
  });

  it('is 0 without a selection and undefined for what is no sum of weights', () => {
    expect(ams(0, 0)).toBe(0);
    for (const [s, b] of [
      [NaN, 1],
      [1, NaN],
      [Infinity, 1],
      [-10, 0],
      [0, -10],
    ] as const)
      expect(() => ams(s, b)).toThrow(RangeError);
  });
});

describe('the HiggsML 2014 scorer', () => {
  it('sums the weights of the events of Class s, in whatever order the rows come', () => {
    const [own, best] = scoreSelection(truth, good, context).metrics;
    expect(own?.value).toBe(ams(8, 0));
    expect(best?.value).toBe(ams(8, 0));
    const all = { ...good, classes: ['s', 's', 's', 's'] };
    expect(scoreSelection(truth, all, context).metrics[0]?.value).toBe(ams(8, 60));
  });

  it('scores only the events of its split, though all must be in the file', () => {
    const split = { ...truth, scored: Uint8Array.of(0, 1, 1, 1) };
    expect(scoreSelection(split, { ...good, classes: ['s', 's', 's', 's'] }, context).metrics[0]?.value).toBe(ams(3, 60));
  });

  it('finds the best cut, which as a maximum has no interval, and says so', () => {
    const { truth: events, submit } = sample(4000);
    const { metrics, fullPlots: plots = [] } = scoreSelection(events, submit(400), context);
    const [own, best] = [known(metrics[0]), known(metrics[1])];
    expect(best.value).toBeGreaterThanOrEqual(own.value);
    expect(own.low).toBeLessThan(own.value);
    expect(own.high).toBeGreaterThan(own.value);
    expect(Math.max(...(plots[0]?.series[0]?.y ?? []))).toBeCloseTo(best.value, 14);
    expect(metrics[1]).toMatchObject({ low: null, high: null, replicates: null, note: expect.stringContaining('no interval') });
  });

  it('quotes a cut that was chosen on other events, as the share of events that it selects, like an own selection of as many', () => {
    const { truth: events, submit } = sample(4000);
    const [own, best] = scoreSelection(events, submit(400), { ...context, cuts: { ams_best: 0.1 } }).metrics;
    expect(best?.value).toBe(own?.value);
    expect(best?.note).toContain('At 10 % of the events selected, chosen on other events.');
    const { low, high } = known(best);
    // In its replicates the cut moves so that it selects a tenth of them, which varies less than a selection of fixed events.
    expect((high - low) / (known(own).high - known(own).low)).toBeGreaterThan(0.8);
    expect((high - low) / (known(own).high - known(own).low)).toBeLessThan(1.1);
  });

  it('has the interval that error propagation of the summed weights gives', () => {
    const { truth: events, submit } = sample(4000);
    const selected = 400;
    const [own] = scoreSelection(events, submit(selected), { ...context, metrics: ['ams'] }).metrics;
    const { classes } = submit(selected);
    // What is not selected of a class is known too, as its expected events are: a share e of n events of weight w has (n w)^2 e (1 - e) / n.
    const all = [1, 0].map((label) => events.isSignal.filter((isSignal) => isSignal === label).length);
    let [s, b, varianceS, varianceB] = [0, 0, 0, 0];
    classes.forEach((label, i) => {
      if (label !== 's') return;
      const weight = events.weights[i]!;
      if (events.isSignal[i] === 1) [s, varianceS] = [s + weight, varianceS + weight ** 2];
      else [b, varianceB] = [b + weight, varianceB + weight ** 2];
    });
    const [shareS, shareB] = [s / (0.002 * all[0]!), b / all[1]!];
    [varianceS, varianceB] = [varianceS * (1 - shareS), varianceB * (1 - shareB)];
    const slope = (f: (x: number) => number, x: number) => (f(1.001 * x) - f(0.999 * x)) / (0.002 * x);
    const error = Math.hypot(slope((x) => ams(x, b), s) * Math.sqrt(varianceS), slope((x) => ams(s, x), b) * Math.sqrt(varianceB));
    const halfWidth = ((own?.high ?? 0) - (own?.low ?? 0)) / 2;
    // 200 replicates know a standard deviation to 5 %; three times that.
    expect(Math.abs(halfWidth / error - 1)).toBeLessThan(0.15);
  });

  it('has no interval of fewer than 50 selected events, whatever their classes, and says why', () => {
    const { truth: events, submit } = sample(4000);
    const of = (selected: number) => scoreSelection(events, submit(selected), { ...context, metrics: ['ams'] }).metrics[0]!;
    expect(of(49)).toMatchObject({
      low: null,
      high: null,
      note: expect.stringContaining('Fewer than 50 events are selected: no interval.'),
    });
    expect(of(60)).toMatchObject({ low: expect.any(Number), high: expect.any(Number) });
  });

  it('pairs submissions: the same selection under other ranks differs by nothing', () => {
    const { truth: events, submit } = sample(4000);
    const score = (selected: number) => scoreSelection(events, submit(selected), { ...context, metrics: ['ams'] }).metrics[0]!;
    expect(pairedDifference(score(400), score(400))).toMatchObject({ difference: 0, low: 0, high: 0 });
    const paired = pairedDifference(score(400), score(480));
    const alone = score(400);
    expect((paired.high ?? 0) - (paired.low ?? 0)).toBeLessThan((alone.high ?? 0) - (alone.low ?? 0));
  });

  it.each([
    ['a Class that is neither s nor b', { ...good, classes: ['b', 'S', 'b', 's'] }, 'value-invalid', 1],
    ['a fractional rank', { ...good, rankOrder: Float64Array.of(1, 3, 2.5, 4) }, 'value-invalid', 2],
    ['a rank of zero', { ...good, rankOrder: Int32Array.of(0, 3, 2, 4) }, 'value-invalid', 0],
    ['a rank that is NaN', { ...good, rankOrder: Float64Array.of(1, NaN, 2, 4) }, 'value-invalid', 1],
    ['a rank twice', { ...good, rankOrder: Int32Array.of(1, 3, 3, 4) }, 'id-duplicate', 2],
    ['an s ranked below a b', { ...good, classes: ['s', 's', 'b', 's'] }, 'value-invalid', 0],
    ['an unknown event', { ...good, eventIds: Int32Array.of(103, 102, 7, 100) }, 'id-unknown', 2],
    ['an event twice', { ...good, eventIds: Int32Array.of(103, 102, 103, 100) }, 'id-duplicate', 2],
    ['a missing event', { eventIds: Int32Array.of(103), rankOrder: Int32Array.of(1), classes: ['s'] }, 'id-missing', null],
    ['an empty file', { eventIds: Int32Array.of(), rankOrder: Int32Array.of(), classes: [] }, 'id-missing', null],
    ['columns of different lengths', { ...good, classes: ['s'] }, 'length-mismatch', null],
  ])('refuses %s', (_what, predictions, code, index) => {
    let refusal: unknown;
    try {
      scoreSelection(truth, predictions, context);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(ScoringRefusal);
    expect(refusal).toMatchObject({ code, index });
  });

  it('blames the platform for a broken solution', () => {
    expect(() => scoreSelection({ ...truth, weights: Float64Array.of(1, -1, 1, 1) }, good, context)).toThrow(/weight of row 1/);
    expect(() => scoreSelection({ ...truth, isSignal: Uint8Array.of(1, 2, 0, 0) }, good, context)).toThrow(/label of row 1/);
    expect(() => scoreSelection({ ...truth, eventIds: Int32Array.of(100, 100, 102, 103) }, good, context)).toThrow(/appears twice/);
  });
});

describe('the scan of cuts', () => {
  it('puts equal scores on one side of every cut', () => {
    const scores = Float64Array.of(0.5, 0.9, 0.5, 0.1);
    const ranked = rankEvents(scores);
    const at = <T>(values: readonly T[]) => Array.from(ranked.order, (event) => values[event]!);
    const curve = amsCurve(ranked, scores, Float64Array.from(at([4, 2, 1, 8])), Uint8Array.from(at([1, 1, 0, 0])));
    expect(Array.from(curve.threshold)).toEqual([0.9, 0.5, 0.1]);
    expect(Array.from(curve.selected)).toEqual([1, 3, 4]);
    expect(Array.from(curve.signal)).toEqual([2, 6, 6]);
    expect(Array.from(curve.background)).toEqual([0, 1, 9]);
    expect(curve.best).toBe(1);
    expect(largestAms(ranked, Float64Array.from(at([4, 2, 1, 8])), Uint8Array.from(at([1, 1, 0, 0])))).toEqual({
      ams: curve.ams[1],
      selected: 3,
    });
  });

  it('does not depend on a monotone transform of the scores', () => {
    const { truth: events, submit } = sample(300);
    const scores = Float64Array.from(submit(1).rankOrder);
    const curve = (values: Float64Array) => {
      const ranked = rankEvents(values);
      const weights = Float64Array.from(ranked.order, (event) => events.weights[event]!);
      return amsCurve(
        ranked,
        values,
        weights,
        Uint8Array.from(ranked.order, (event) => events.isSignal[event]!),
      ).ams;
    };
    expect(curve(scores.map((score) => Math.exp(score / 100)))).toEqual(curve(scores));
  });
});

describe('the normalisation of weights', () => {
  it('gives each class its expected sum and keeps ratios within a class', () => {
    const scaled = normaliseWeights(Float64Array.of(1, 3, 5), Uint8Array.of(1, 1, 0), { signal: 8, background: 100 });
    expect(Array.from(scaled)).toEqual([2, 6, 100]);
    expect(() => normaliseWeights(Float64Array.of(1), Uint8Array.of(1))).toThrow(/scorer-failed/);
  });
});
