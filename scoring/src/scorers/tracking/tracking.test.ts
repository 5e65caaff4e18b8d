import { knownMetrics } from '@unblind/contracts';
import { describeWithFixtures } from '@unblind/testing';
import { bigints, fixture, numbers, readCsv, vector } from '../../../test/read-vectors';
import { pairedDifference } from '../../comparison';
import { jeffreysInterval } from '../../intervals/binomial';
import { scoreTracking, type TrackingTruth } from './tracking';

const context = { metrics: ['trackml_score', 'double_majority_efficiency'], replicates: 200, seed: 'tracking/private' };

/** Events of 5 particles with 4 hits each. */
function truthOf(events: number): TrackingTruth {
  const hits = 20;
  return {
    events: Array.from({ length: events }, (_, event) => ({
      eventId: 1000 + event,
      hitIds: Int32Array.from({ length: hits }, (_hit, i) => i + 1),
      particleIds: BigInt64Array.from({ length: hits }, (_hit, i) => BigInt(1 + Math.floor(i / 4))),
      weights: Float64Array.from({ length: hits }, (_hit, i) => 1 + (i % 4)),
    })),
  };
}

/** Every particle found in every event, but in event e the first `broken(e)` particles are torn into single hits. */
function predictionsOf(truth: TrackingTruth, broken: (event: number) => number) {
  const rows = truth.events.flatMap((event, e) =>
    Array.from(event.particleIds, (particle, hit) => ({
      event: event.eventId,
      hit: hit + 1,
      track: Number(particle) <= broken(e) ? 100 + hit : Number(particle),
    })),
  );
  return {
    eventIds: Int32Array.from(rows, ({ event }) => event),
    hitIds: Int32Array.from(rows, ({ hit }) => hit),
    trackIds: Int32Array.from(rows, ({ track }) => track),
  };
}

describe('the tracking scorer', () => {
  it('takes the mean of the events, with an interval that spans their spread', () => {
    const truth = truthOf(40);
    const { metrics } = scoreTracking(
      truth,
      predictionsOf(truth, (event) => event % 3),
      context,
    );
    const scores = Array.from({ length: 40 }, (_, event) => 1 - (event % 3) / 5);
    const mean = scores.reduce((a, b) => a + b, 0) / 40;
    const error = Math.sqrt(scores.reduce((sum, score) => sum + (score - mean) ** 2, 0)) / 40;
    const [score, efficiency] = metrics;
    expect(score?.value).toBeCloseTo(mean, 13);
    expect(efficiency?.value).toBeCloseTo(mean, 13);
    expect(score?.method).toBe('block-bootstrap');
    // 200 replicates know a standard deviation to 5 %; three times that.
    const halfWidth = ((score?.high ?? 0) - (score?.low ?? 0)) / 2;
    expect(Math.abs(halfWidth / error - 1)).toBeLessThan(0.2);
    const replicateMean = (score?.replicates ?? new Float64Array()).reduce((a, b) => a + b, 0) / 200;
    expect(Math.abs(replicateMean - mean)).toBeLessThan((4 * error) / Math.sqrt(200));
  });

  it('pairs two submissions: a method that loses the same particle everywhere differs by exactly its weight', () => {
    const truth = truthOf(10);
    const score = (broken: (event: number) => number) => scoreTracking(truth, predictionsOf(truth, broken), context).metrics[0]!;
    const { difference, low, high } = pairedDifference(
      score((event) => event % 3),
      score((event) => (event % 3) + 1),
    );
    expect(difference).toBeCloseTo(0.2, 13);
    expect(low).toBeCloseTo(0.2, 13);
    expect(high).toBeCloseTo(0.2, 13);
  });

  it('keeps omitted events in the denominator and says that hits are missing', () => {
    const truth = truthOf(4);
    const all = predictionsOf(truth, () => 0);
    const half = { eventIds: all.eventIds.slice(0, 40), hitIds: all.hitIds.slice(0, 40), trackIds: all.trackIds.slice(0, 40) };
    const [score] = scoreTracking(truth, half, context).metrics;
    expect(score?.value).toBeCloseTo(0.5, 14);
    expect(score?.note).toContain('Not all hits are in the submission');
  });

  it('gives a rate of a single event its binomial interval, and the score none', () => {
    const truth = truthOf(1);
    const [score, efficiency] = scoreTracking(
      truth,
      predictionsOf(truth, () => 2),
      context,
    ).metrics;
    expect(score).toMatchObject({ low: null, high: null, replicates: null });
    expect(efficiency).toMatchObject({ value: 0.6, method: 'binomial', ...jeffreysInterval(3, 5) });
  });

  it('has no interval of three events, nor of a rate with fewer than ten particles on one side, and says why', () => {
    const ofEvents = (count: number, broken: (event: number) => number) => {
      const truth = truthOf(count);
      return scoreTracking(truth, predictionsOf(truth, broken), context).metrics;
    };
    const none = { value: expect.any(Number), low: null, high: null };
    for (const metric of ofEvents(3, () => 2))
      expect(metric).toMatchObject({ ...none, note: expect.stringContaining('Fewer than 4 events') });
    // One particle of five is lost in each of nine events, or of ten.
    expect(ofEvents(9, () => 1)[1]).toMatchObject({ ...none, note: expect.stringContaining('Fewer than 10 are counted, or left out') });
    expect(ofEvents(10, () => 1)[1]).toMatchObject({ low: expect.any(Number), high: expect.any(Number) });
  });

  it('refuses rows of another split and metrics it does not have', () => {
    const truth = truthOf(2);
    const predictions = predictionsOf(truth, () => 0);
    const foreign = { ...predictions, eventIds: predictions.eventIds.map((id, row) => (row === 3 ? 7 : id)) };
    expect(() => scoreTracking(truth, foreign, context)).toThrow('Row 3: event_id 7');
    const unknown = { ...context, metrics: ['trackml_scor'] };
    expect(() => scoreTracking(truth, predictions, unknown)).toThrow("Did you mean 'trackml_score'?");
  });

  it('does not score a truth without events, or with one twice', () => {
    const none = { eventIds: new Int32Array(), hitIds: new Int32Array(), trackIds: new Int32Array() };
    expect(() => scoreTracking({ events: [] }, none, context)).toThrow(/scorer-failed/);
    const [event] = truthOf(1).events;
    if (event) expect(() => scoreTracking({ events: [event, event] }, none, context)).toThrow(/an event appears twice/);
  });

  it('leaves a metric without a denominator unscored and says why', () => {
    const truth = { ...truthOf(2), selection: { minimumPt: 0, maximumPseudorapidity: 4, minimumHits: 9 } };
    const [, efficiency] = scoreTracking(
      truth,
      predictionsOf(truth, () => 0),
      context,
    ).metrics;
    expect(efficiency?.value).toBeNull();
    expect(efficiency?.note).toContain('no particle is selected');
  });
});

const realEvent = ['truth', 'particles'].map((name) => `trackml/real-event-subsample/event000000001-${name}.csv.gz`);
describeWithFixtures(realEvent, 'the tracking scorer on a real event', () => {
  // Its perfect submission gives all noise as one track of 829 hits: the only fake among those of the 67 selected particles.
  const read = (name: string) => readCsv(fixture(`trackml/real-event-subsample/event000000001-${name}.csv.gz`));
  scoresEvent(read, (name) => `submissions/gnn_tracking-${name}.csv`, 1 / 68);
});

describe('the tracking scorer on a simulated event', () => {
  // Likewise: one track of noise, and 58 particles from 0.9 GeV on.
  const read = (name: string) => readCsv(vector(`trackml/simulated/event000000001-${name}.csv`));
  scoresEvent(read, (name) => `simulated/${name}.csv`, 1 / 59);
});

function scoresEvent(read: (table: string) => Record<string, string[]>, submission: (name: string) => string, fakeRate: number): void {
  const truthOfEvent = (): TrackingTruth => {
    const [hits, table] = [read('truth'), read('particles')];
    return {
      events: [
        {
          eventId: 1,
          hitIds: numbers(hits['hit_id']),
          particleIds: bigints(hits['particle_id']),
          weights: numbers(hits['weight']),
          particles: {
            particleIds: bigints(table['particle_id']),
            vx: numbers(table['vx']),
            vy: numbers(table['vy']),
            px: numbers(table['px']),
            py: numbers(table['py']),
            pz: numbers(table['pz']),
          },
        },
      ],
    };
  };
  const score = (name: string) => {
    const rows = readCsv(vector(`trackml/${submission(name)}`));
    const predictions = { eventIds: numbers(rows['event_id']), hitIds: numbers(rows['hit_id']), trackIds: numbers(rows['track_id']) };
    return scoreTracking(truthOfEvent(), predictions, { ...context, metrics: knownMetrics('tracking') });
  };

  it('finds every particle in the perfect submission, and calls its track of noise a fake', () => {
    const { metrics, fullPlots: plots = [] } = score('perfect');
    const value = (name: string) => metrics.find((metric) => metric.name === name)?.value;
    expect(value('perfect_efficiency')).toBe(1);
    expect(value('double_majority_efficiency')).toBe(1);
    expect(value('lhc_fake_rate')).toBe(fakeRate);
    expect(plots.map(({ id }) => id)).toEqual(['efficiency-pt', 'efficiency-eta', 'efficiency-vertex-radius']);
    for (const plot of plots) expect(new Set(plot.series[0]?.y)).toEqual(new Set([1]));
  });

  it('orders the matching definitions by their strictness', () => {
    const { metrics } = score('shuffle20');
    const value = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? NaN;
    expect(value('perfect_efficiency')).toBeLessThan(value('lhc_efficiency'));
    expect(value('lhc_efficiency')).toBeLessThan(value('double_majority_efficiency'));
    expect(value('perfect_fake_rate')).toBeGreaterThan(value('double_majority_fake_rate'));
  });
}
