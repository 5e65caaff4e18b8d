import {
  ScoringRefusal,
  scoreIntervalEstimation,
  scoreSelection,
  scoreTracking,
  type IntervalEstimates,
  type SelectionPredictions,
} from '@unblind/scoring';
import { refusalAsFault } from './score-predictions';

const context = { replicates: 0, seed: 'faults' };

function detailOf(score: () => unknown) {
  try {
    score();
  } catch (error) {
    if (error instanceof ScoringRefusal) return refusalAsFault(error).detail;
    throw error;
  }
  throw new Error('nothing was refused');
}

const selecting = (change: Partial<SelectionPredictions>) => () =>
  scoreSelection(
    { eventIds: Int32Array.of(7, 8), isSignal: Uint8Array.of(1, 0), weights: Float64Array.of(1, 1) },
    { eventIds: Int32Array.of(7, 8), rankOrder: Int32Array.of(2, 1), classes: ['s', 'b'], ...change },
    { ...context, metrics: ['ams'] },
  );

const estimating =
  (change: Partial<IntervalEstimates>, experiments = 1) =>
  () => {
    const [muHats, deltaMuHats, p16, p84] = [Float64Array.of(1), Float64Array.of(0.2), Float64Array.of(0.9), Float64Array.of(1.1)];
    const mu = new Float64Array(experiments).fill(1);
    return scoreIntervalEstimation({ mu }, { muHats, deltaMuHats, p16, p84, ...change }, { ...context, metrics: ['coverage'] });
  };

const tracking = (eventId: number, hits: number[]) => () =>
  scoreTracking(
    { events: [{ eventId: 5, hitIds: Int32Array.of(1, 2), particleIds: BigInt64Array.of(1n, 1n), weights: Float64Array.of(1, 1) }] },
    { eventIds: Int32Array.from(hits, () => eventId), hitIds: Int32Array.from(hits), trackIds: Int32Array.from(hits, () => 1) },
    { ...context, metrics: ['trackml_score'] },
  );

describe('what a refused file says', () => {
  it.each([
    ['a Class that is neither s nor b', selecting({ classes: ['x', 'b'] }), 'predictions-unreadable', /Write s for events/, 's or b', 'x'],
    [
      'a rank beyond the rows',
      selecting({ rankOrder: Int32Array.of(3, 1) }),
      'predictions-unreadable',
      /RankOrder of its own/,
      'a whole number from 1 to 2',
      '3',
    ],
    ['a rank twice', selecting({ rankOrder: Int32Array.of(2, 2) }), 'predictions-ids', /RankOrder of its own/, undefined, undefined],
    [
      'an unknown event',
      selecting({ eventIds: Int32Array.of(7, 9) }),
      'predictions-ids',
      /one row for each test event/,
      undefined,
      undefined,
    ],
    [
      'an interval upside down',
      estimating({ p84: Float64Array.of(0.5) }),
      'predictions-unreadable',
      /p16 the lower and p84 the upper/,
      'p84 of at least 0.9',
      '0.5',
    ],
    ['an experiment too few', estimating({}, 2), 'predictions-length', /one result for each pseudo-experiment/, '2', '1'],
    ['a hit twice', tracking(5, [1, 1]), 'predictions-ids', /only the hit_ids of the event/, undefined, undefined],
    ['an unknown hit', tracking(5, [1, 3]), 'predictions-ids', /only the hit_ids of the event/, undefined, undefined],
    ['an unknown track event', tracking(6, [1, 2]), 'predictions-ids', /event ids of the split, from 5 to 5/, undefined, undefined],
  ])('%s: what mends it, and what was expected', (_what, score, code, fix, expected, got) => {
    const detail = detailOf(score);
    expect(detail).toMatchObject({ code, whose: 'participant', fix: expect.stringMatching(fix) as string });
    expect([detail.expected, detail.got]).toEqual([expected, got]);
  });
});
