import { type CaseFamily, expectClose } from '../../../test/compare';
import { bigints, fixture, numbers, readCsv, readJson, vector } from '../../../test/read-vectors';
import { ScoringRefusal } from '../../refusal';
import type { AssignedHits, TrueHits } from './event';
import { matchTracks, type TrackTable } from './match-tracks';
import { trackmlScore } from './trackml-score';

interface ReferenceTrack {
  track_id: number | string | null;
  nhits: number;
  major_particle_id: string;
  major_particle_nhits: number;
  major_nhits: number;
  major_weight: number | null;
}
export interface ScoreCase {
  id: string;
  truth: { hit_id: number; particle_id: string; weight: number }[];
  submission: { hit_id: number; track_id: number | string }[];
  expected: { score?: number; error?: string; tracks?: ReferenceTrack[] };
}

/** Sums of at most a few thousand terms in another order: the last digits may move. */
export const scoreTolerance = 1e-12;

/**
 * What this engine refuses, the row it names, and how the reference differs. `renumbered` is the score of the same tracks
 * under ids that are accepted; null where ids are not what is wrong.
 */
const refused: Record<string, { refusal: string; difference: string; renumbered: number | null }> = {
  '04-track-id-minus-one-dropped': { refusal: 'value-invalid at 0', difference: 'the reference drops track -1', renumbered: 1 },
  '05-only-minus-one-is-scored': { refusal: 'value-invalid at 0', difference: 'the reference scores track -1 if last', renumbered: 1 },
  '07-minus-one-between': { refusal: 'value-invalid at 0', difference: 'the reference takes -2 and drops -1', renumbered: 1 },
  '13-duplicate-hit-in-submission': { refusal: 'id-duplicate at 1', difference: 'none: both refuse', renumbered: null },
  '14-unknown-hit-ids-ignored': { refusal: 'id-unknown at 8', difference: 'the reference ignores unknown hits', renumbered: null },
  '28-float-track-ids': { refusal: 'value-invalid at 4', difference: 'the reference takes fractions', renumbered: 1 },
  '29-string-track-ids': { refusal: 'value-invalid at 0', difference: 'the reference takes any text', renumbered: 1 },
};
/** Truth that cannot be scored is the platform's fault; the reference scores zero weights as 0 and refuses the duplicate too. */
const brokenTruth = ['25-zero-total-weight', '31-duplicate-hit-in-truth'];
/** The reference makes an omitted hit a track of its own, and lets it score for a one-hit particle: 1. Here it scores nothing. */
const omittedHit: Record<string, number> = { '11-missing-single-hit-particle-quirk': 0.6 };

export const families: CaseFamily[] = [
  { name: 'TrackML score: edge cases and track tables', groups: ['trackml/score-cases.json#cases'], run: runScoreCases },
  {
    name: 'TrackML score: submissions on a real event',
    groups: ['trackml/submission-scores.json'],
    fixtures: ['trackml/real-event-subsample/event000000001-truth.csv.gz'],
    run: () => compareSubmissions('trackml/submission-scores.json', fixture),
  },
  {
    name: 'TrackML score: submissions on a simulated event',
    groups: ['trackml/simulated/expected.json'],
    run: () => compareSubmissions('trackml/simulated/expected.json', vector),
  },
];

export function truthOf({ truth }: ScoreCase): TrueHits {
  return {
    hitIds: Int32Array.from(truth, (hit) => hit.hit_id),
    particleIds: BigInt64Array.from(truth, (hit) => BigInt(hit.particle_id)),
    weights: Float64Array.from(truth, (hit) => hit.weight),
  };
}

export function submissionOf({ submission }: ScoreCase): AssignedHits {
  return {
    hitIds: Int32Array.from(submission, (hit) => hit.hit_id),
    trackIds: Float64Array.from(submission, (hit) => Number(hit.track_id)),
  };
}

function runScoreCases(): number {
  const { cases } = readJson('trackml/score-cases.json') as { cases: ScoreCase[] };
  for (const scoreCase of cases) {
    if (refused[scoreCase.id]) expectRefusal(scoreCase);
    else if (brokenTruth.includes(scoreCase.id)) same(scoreCase.id, failureOf(scoreCase), 'PlatformFault');
    else expectScore(scoreCase);
  }
  return cases.length;
}

function expectScore(scoreCase: ScoreCase): void {
  const { id, expected } = scoreCase;
  const table = matchTracks(truthOf(scoreCase), submissionOf(scoreCase));
  expectClose(trackmlScore(table), omittedHit[id] ?? expected.score ?? NaN, scoreTolerance, `${id}: score`);
  // Tracks without an id are the reference's tracks of one omitted hit.
  const tracks = (expected.tracks ?? []).filter((track) => track.track_id !== null);
  const actual = tracksOf(table);
  same(`${id}: number of tracks`, actual.length, tracks.length);
  tracks.forEach((track, i) => {
    const { major_weight: weight, ...counts } = track;
    const { major_weight: ownWeight, ...ownCounts } = actual[i] ?? track;
    same(`${id}: track ${i}`, JSON.stringify(ownCounts), JSON.stringify(counts));
    expectClose(ownWeight ?? NaN, weight ?? NaN, scoreTolerance, `${id}: weight of track ${i}`);
  });
}

/** The table as the reference prints it. */
function tracksOf(table: TrackTable): ReferenceTrack[] {
  return Array.from<bigint | number>(table.trackIds).map((id, track) => ({
    track_id: Number(id),
    nhits: table.trackHits[track] ?? NaN,
    major_particle_id: String(table.particleIds[table.trackParticle[track] ?? -1]),
    major_particle_nhits: table.particleHits[table.trackParticle[track] ?? -1] ?? NaN,
    major_nhits: table.majorityHits[track] ?? NaN,
    major_weight: table.majorityWeight[track] ?? NaN,
  }));
}

function expectRefusal(scoreCase: ScoreCase): void {
  const { refusal, renumbered } = refused[scoreCase.id]!;
  same(scoreCase.id, failureOf(scoreCase), refusal);
  if (renumbered === null) return;
  const names = [...new Set(scoreCase.submission.map((hit) => hit.track_id))];
  const submission = scoreCase.submission.map((hit) => ({ ...hit, track_id: names.indexOf(hit.track_id) }));
  const score = trackmlScore(matchTracks(truthOf(scoreCase), submissionOf({ ...scoreCase, submission })));
  expectClose(score, renumbered, scoreTolerance, `${scoreCase.id} renumbered`);
}

function failureOf(scoreCase: ScoreCase): string {
  try {
    matchTracks(truthOf(scoreCase), submissionOf(scoreCase));
  } catch (error) {
    if (error instanceof ScoringRefusal) return `${error.code} at ${error.index}`;
    return error instanceof Error ? error.name : 'unknown';
  }
  return 'scored';
}

interface SubmissionScore {
  truth: string;
  submission: string;
  rows: number;
  score_f4_weights_as_reference_loader: number;
  score_f8_weights: number;
}

/** Float64 weights as scored here, and float32 as the reference's loader reads them, which lets a perfect score exceed 1. */
function compareSubmissions(file: string, readTruth: (path: string) => Buffer): number {
  const scores = readJson(file) as SubmissionScore[];
  for (const expected of scores) {
    const hits = readCsv(readTruth(`trackml/${expected.truth}`));
    const rows = readCsv(vector(`trackml/${expected.submission}`));
    const truth = { hitIds: numbers(hits['hit_id']), particleIds: bigints(hits['particle_id']), weights: numbers(hits['weight']) };
    const submission = { hitIds: numbers(rows['hit_id']), trackIds: bigints(rows['track_id']) };
    const table = matchTracks(truth, submission);
    same(`${expected.submission}: missing hits`, table.missingHits, truth.hitIds.length - expected.rows);
    expectClose(trackmlScore(table), expected.score_f8_weights, scoreTolerance, expected.submission);
    // The reference adds float32 weights in float32 and rounds as it goes.
    const float32 = trackmlScore(matchTracks({ ...truth, weights: truth.weights.map(Math.fround) }, submission));
    expectClose(float32, expected.score_f4_weights_as_reference_loader, 1e-6, `${expected.submission}, float32`);
  }
  return scores.length * 2;
}

function same(what: string, actual: number | string | undefined, expected: number | string): void {
  if (actual !== expected) throw new Error(`${what}: expected ${expected}, got ${actual}`);
}
