import fc from 'fast-check';
import { ScoringRefusal } from '../../refusal';
import type { AssignedHits, TrueHits } from './event';
import { matchTracks } from './match-tracks';
import { trackmlScore } from './trackml-score';

const truth: TrueHits = {
  hitIds: Int32Array.of(1, 2, 3, 4, 5, 6, 7, 8),
  particleIds: BigInt64Array.of(11n, 11n, 11n, 11n, 22n, 22n, 22n, 22n),
  weights: Float64Array.of(0.15, 0.15, 0.15, 0.15, 0.1, 0.1, 0.1, 0.1),
};

function submit(tracks: Record<number, number>): AssignedHits {
  return { hitIds: Float64Array.from(Object.keys(tracks), Number), trackIds: Float64Array.from(Object.values(tracks)) };
}

function refusalOf(submission: AssignedHits): ScoringRefusal {
  try {
    matchTracks(truth, submission);
  } catch (error) {
    if (error instanceof ScoringRefusal) return error;
    throw error;
  }
  throw new Error('was not refused');
}

describe('the TrackML score', () => {
  it('is 1 for the truth itself and 0 for one track of everything', () => {
    expect(trackmlScore(matchTracks(truth, { hitIds: truth.hitIds, trackIds: truth.particleIds }))).toBeCloseTo(1, 14);
    expect(trackmlScore(matchTracks(truth, { hitIds: truth.hitIds, trackIds: new Int32Array(8) }))).toBe(0);
  });

  it('divides by all true hits: one perfect track with everything else omitted scores its own weight', () => {
    expect(trackmlScore(matchTracks(truth, submit({ 5: 1, 6: 1, 7: 1, 8: 1 })))).toBeCloseTo(0.4, 14);
  });

  it('counts omitted hits and gives them to no track', () => {
    const table = matchTracks(truth, submit({ 1: 1, 2: 1, 3: 1 }));
    expect(table.missingHits).toBe(5);
    expect(Array.from(table.trackHits)).toEqual([3]);
    expect(trackmlScore(table)).toBeCloseTo(0.45, 14);
  });

  it('gives a tie to the lowest particle id, compared as 64-bit integers', () => {
    const base = 1n << 60n;
    const particleIds = BigInt64Array.of(base + 1n, base, base + 1n, base);
    const table = matchTracks(
      { hitIds: Int32Array.of(1, 2, 3, 4), particleIds, weights: Float64Array.of(1, 1, 1, 1) },
      { hitIds: Int32Array.of(1, 2, 3, 4), trackIds: Int32Array.of(9, 9, 9, 9) },
    );
    expect(table.particleIds[table.trackParticle[0]!]).toBe(base);
    expect(Array.from(table.particleHits)).toEqual([2, 2]);
  });

  it('does not depend on the order of rows or on what tracks are called', () => {
    const tracks = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 8, maxLength: 8 });
    const order = fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7], { minLength: 8 });
    fc.assert(
      fc.property(tracks, order, fc.integer({ min: 1, max: 10_000 }), (assigned, rows, factor) => {
        const score = trackmlScore(matchTracks(truth, { hitIds: truth.hitIds, trackIds: Int32Array.from(assigned) }));
        const shuffled = {
          hitIds: Int32Array.from(rows, (row) => row + 1),
          trackIds: Int32Array.from(rows, (row) => 7 + factor * (3 - assigned[row]!)),
        };
        // Sums of 8 weights in another order.
        expect(Math.abs(trackmlScore(matchTracks(truth, shuffled)) - score)).toBeLessThan(1e-14);
      }),
    );
  });
});

describe('a submission is refused with its row named when', () => {
  it.each([
    ['a track id is negative', submit({ 1: 0, 2: -1 }), 'value-invalid', 1],
    ['a track id is fractional', submit({ 1: 0.5 }), 'value-invalid', 0],
    ['a track id is NaN', submit({ 1: 1, 2: 1, 3: NaN }), 'value-invalid', 2],
    ['a track id is infinite', submit({ 1: Infinity }), 'value-invalid', 0],
    ['a track id is beyond what a double holds', submit({ 1: 2 ** 53 }), 'value-invalid', 0],
    ['a 64-bit track id is negative', { hitIds: Int32Array.of(1), trackIds: BigInt64Array.of(-5n) }, 'value-invalid', 0],
    ['a hit is unknown', submit({ 1: 1, 99: 1 }), 'id-unknown', 1],
    ['a hit comes twice', { hitIds: Int32Array.of(4, 3, 4), trackIds: Int32Array.of(1, 1, 2) }, 'id-duplicate', 2],
    ['hits and tracks differ in number', { hitIds: Int32Array.of(4), trackIds: Int32Array.of(1, 1) }, 'length-mismatch', null],
  ])('%s', (_what, submission, code, index) => {
    const refusal = refusalOf(submission);
    expect([refusal.code, refusal.index]).toEqual([code, index]);
    if (index !== null) expect(refusal.message).toContain(`Row ${index}`);
  });

  it('the rows are part of a larger file: the row there is named', () => {
    expect(refusalOf({ ...submit({ 1: 1, 99: 1 }), rows: Int32Array.of(500, 700) }).index).toBe(700);
  });
});

describe('broken truth is the platform’s fault', () => {
  it.each([
    ['weights that sum to zero', { ...truth, weights: new Float64Array(8) }],
    ['a negative weight', { ...truth, weights: Float64Array.of(-1, 1, 1, 1, 1, 1, 1, 1) }],
    ['a weight that is NaN', { ...truth, weights: Float64Array.of(NaN, 1, 1, 1, 1, 1, 1, 1) }],
    ['a hit twice', { ...truth, hitIds: Int32Array.of(1, 1, 3, 4, 5, 6, 7, 8) }],
    ['columns of different lengths', { ...truth, weights: Float64Array.of(1) }],
  ])('%s', (_what, broken) => {
    expect(() => matchTracks(broken, submit({ 1: 1 }))).toThrow(/scorer-failed/);
  });
});
