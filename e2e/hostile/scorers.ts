import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { loadChallenge } from '@unblind/challenges';
import { ScoringRefusal, scoreTagging, scoreTracking, type TrackingPredictions } from '@unblind/scoring';
import { FileReader } from '../../packages/runner/src/reader/file-reader';
import type { Attack } from './attack';

/** Holes that scorers elsewhere have had. The control of each is a scorer with that hole. */

interface Hole {
  name: string;
  expected?: string;
  /** What our scorer makes of it. */
  ours: (folder: string) => Promise<string> | string;
  /** What a careless scorer returns. */
  careless: () => string;
}

const hole = ({ name, expected = 'contained', ours, careless }: Hole): Attack => ({
  name: `scorer: ${name}`,
  expected,
  run: async ({ folder }) => ours(folder),
  control: () => Promise.resolve(careless()),
});

/** Four events of five particles, each of which leaves four hits. */
const hits = 20;
const particleOf = (hit: number): number => 1 + Math.floor(hit / 4);
const events = [0, 1, 2, 3].map((event) => ({
  eventId: event,
  hitIds: Int32Array.from({ length: hits }, (_, hit) => hit + 1),
  particleIds: BigInt64Array.from({ length: hits }, (_, hit) => BigInt(particleOf(hit))),
  weights: new Float64Array(hits).fill(1 / hits),
}));

/** Perfect tracks of the hits that are sent. */
function tracksOf(isSent: (event: number, hit: number) => boolean): Record<keyof TrackingPredictions, Int32Array> {
  const rows = events.flatMap(({ eventId }) =>
    Array.from({ length: hits }, (_, hit) => ({ eventId, hit })).filter(({ hit }) => isSent(eventId, hit)),
  );
  return {
    eventIds: Int32Array.from(rows, ({ eventId }) => eventId),
    hitIds: Int32Array.from(rows, ({ hit }) => hit + 1),
    trackIds: Int32Array.from(rows, ({ hit }) => particleOf(hit)),
  };
}

/** Contained if every metric is at most the share of the hits that was sent. */
function trackingWithin(share: number, predictions: TrackingPredictions): string {
  const context = { metrics: ['trackml_score', 'double_majority_efficiency', 'perfect_efficiency'], replicates: 0, seed: 'hostile' };
  const { metrics } = scoreTracking({ events }, predictions, context);
  const above = metrics.find(({ value }) => value === null || value > share + 1e-12);
  return above ? `got: ${above.name} of ${above.value}` : 'contained';
}

function correctShare({ hitIds, trackIds }: ReturnType<typeof tracksOf>): string {
  const correct = Array.from(hitIds, (hit, row) => particleOf(hit - 1) === trackIds[row]);
  return `got: a score of ${correct.filter(Boolean).length / correct.length}`;
}

const tagged = 400;
const labels = Uint8Array.from({ length: tagged }, (_, row) => row % 2);
/** Separates the classes somewhat. */
const scores = Float64Array.from({ length: tagged }, (_, row) => ((row * 7919) % 100) / 200 + (row % 2) / 4);
const rejectionOf = (sent: Float64Array) =>
  scoreTagging({ labels }, sent, { metrics: ['rejection@0.3'], replicates: 50, seed: 'hostile' }).metrics[0];

/** 1 over the share of background above the threshold that 30 % of the events reach: nothing is above it if all are equal. */
function carelessRejection(sent: Float64Array): number {
  const threshold = [...sent].sort((a, b) => b - a)[Math.floor(0.3 * sent.length)] ?? 0;
  return tagged / 2 / sent.filter((score, row) => score > threshold && labels[row] === 0).length;
}

/** Reads a file with and without columns that nobody asked for, as the runner does: what is scored must be the same to the bit. */
async function columnsAreIgnored(challenge: string, columns: Record<string, string>, own: Record<string, string>, folder: string) {
  const { manifest } = await loadChallenge(challenge);
  const reader = new FileReader(null);
  const read = async (name: string, sent: Record<string, string>) => {
    const file = path.join(folder, name);
    writeFileSync(file, `${Object.keys(sent).join()}\n${Object.values(sent).join()}\n`);
    return reader.readPredictions(file, name, { manifest, form: {}, rows: 1, entries: 1 });
  };
  const [asked, more] = [await read('asked.csv', columns), await read('more.csv', { ...columns, ...own })];
  const same = (one: typeof asked, other: typeof asked) =>
    Object.entries(one).every(([name, { data }]) => String(data) === String(other[name]?.data));
  return same(asked, more) && same(more, asked) ? 'contained' : `got: ${Object.keys(more).join()}`;
}

/** What a scorer finds that joins the file to itself instead of to its truth. */
const takenFromFile = (columns: Record<string, string>, own: Record<string, string>) => () => {
  const sent = { ...columns, ...own };
  const [header = [], row = []] = [Object.keys(sent).join(), Object.values(sent).join()].map((line) => line.split(','));
  const found = header.flatMap((name, at) => (name in own ? [`${name} ${row[at]}`] : []));
  return found.length > 0 ? `got: ${found.join()} as the truth` : 'contained';
};
const kaggle = { EventId: '350000', RankOrder: '1', Class: 's' };
const itsLabels = { Label: 's', Weight: '1e6', KaggleSet: 'b' };
const trackRow = { event_id: '0', hit_id: '1', track_id: '7' };
const itsParticles = { particle_id: '7', weight: '1' };

export const scorerAttacks: Attack[] = [
  hole({
    name: 'only the easy hits, for a denominator over submitted hits',
    ours: () =>
      trackingWithin(
        1 / 5,
        tracksOf((_event, hit) => hit < 4),
      ),
    careless: () => correctShare(tracksOf((_event, hit) => hit < 4)),
  }),
  hole({
    name: 'only one of the events, for a mean over submitted events',
    ours: () =>
      trackingWithin(
        1 / 4,
        tracksOf((event) => event === 0),
      ),
    careless: () => correctShare(tracksOf((event) => event === 0)),
  }),
  hole({
    name: 'a file with labels and weights of its own',
    ours: (folder) => columnsAreIgnored('higgsml-2014', kaggle, itsLabels, folder),
    careless: takenFromFile(kaggle, itsLabels),
  }),
  hole({
    name: 'a file with particle ids of its own',
    ours: (folder) => columnsAreIgnored('trackml', trackRow, itsParticles, folder),
    careless: takenFromFile(trackRow, itsParticles),
  }),
  hole({
    name: 'a file with a latency of its own',
    ours: (folder) => columnsAreIgnored('trackml', trackRow, { latency: '1e-9', throughput_score: '1' }, folder),
    careless: takenFromFile(trackRow, { latency: '1e-9' }),
  }),
  hole({
    name: 'one score for all events, for an infinite rejection',
    ours: () => {
      const value = rejectionOf(new Float64Array(tagged).fill(0.5))?.value;
      // Without information, 30 % of the signal costs 30 % of the background.
      return Math.abs((value ?? Infinity) - 1 / 0.3) < 1e-9 ? 'contained' : `got: a rejection of ${value}`;
    },
    careless: () => `got: a rejection of ${carelessRejection(new Float64Array(tagged).fill(0.5))}`,
  }),
  hole({
    name: 'a background that never passes, for an infinite rejection on a board',
    ours: () => {
      const scored = rejectionOf(Float64Array.from(labels));
      // A perfect tagger is the best there can be, and no better than its sample can tell.
      return scored?.value === Infinity && (scored.low ?? Infinity) < labels.length ? 'contained' : `got: a rejection above ${scored?.low}`;
    },
    careless: () =>
      `got: a rejection of ${carelessRejection(Float64Array.from(labels, (label, row) => (label === 1 && row < 200 ? 1 : 0)))}`,
  }),
  hole({
    name: 'a score that is no number',
    expected: 'refused: not-finite',
    ours: () => {
      try {
        return `got: a rejection of ${rejectionOf(scores.map((score, row) => (row === 7 ? NaN : score)))?.value}`;
      } catch (error) {
        return error instanceof ScoringRefusal ? `refused: ${error.code}` : `platform: ${String(error)}`;
      }
    },
    careless: () => `got: a rejection of ${carelessRejection(new Float64Array(tagged).fill(NaN))}`,
  }),
  hole({
    name: 'the same predictions until the scorer is lucky',
    ours: () => {
      const all = Array.from({ length: 5 }, () => rejectionOf(scores));
      const different = new Set(all.map((one) => [one?.value, one?.low, one?.high, ...(one?.replicates ?? [])].join()));
      return different.size === 1 ? 'contained' : `got: ${different.size} scores`;
    },
    careless: () => {
      // A scorer that draws its truth.
      const drawn = () => scores.filter((score) => score > 0.5 === Math.random() > 0.5).length;
      return `got: the best of ${new Set(Array.from({ length: 50 }, drawn)).size} scores`;
    },
  }),
];
