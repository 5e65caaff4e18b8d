import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadChallenge, loadGenerator } from '@unblind/challenges';
import { parts, type Manifest, type Part } from '@unblind/contracts';
import { scoreTagging } from '@unblind/scoring';
import { readNpy } from '@unblind/tensors';
import { localSplit, type LocalSplit } from '../local-split';
import { readPredictions, writePredictions, type Predictions } from '../predictions';
import { scorePredictions } from '../score-predictions';
import { rowsOfPart } from './divided-split';
import { writePredictionsOfPart, writeTruthOfPart } from './parts';

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'parts-'))));
afterAll(() => rm(folder, { recursive: true }));

let runs = 0;

interface Divided {
  manifest: Manifest;
  split: LocalSplit;
  column: (name: string) => Promise<number[]>;
}

/** A small split of a challenge, divided by a key. */
async function divided(slug: string, sizes: Record<Part, number>): Promise<Divided> {
  const { manifest } = await loadChallenge(slug);
  const directory = join(folder, `${slug}-${runs++}`);
  const generator = await loadGenerator(slug);
  const index = await generator.generate({ seed: 1, key: { hex: '5'.repeat(64) }, sizes: { public: sizes }, directory });
  const split = index.splits.public && localSplit(directory, index.splits.public);
  if (!split) throw new Error('the split was not made');
  return { manifest, split, column: async (name) => Array.from((await readNpy(split.truth[name] ?? '')).data, Number) };
}

/** Writes a part and scores it, as a runner does. */
async function scored({ manifest, split }: Divided, part: Part, predictions: Predictions, metrics: string[]) {
  const [whole, own, truth] = ['whole', 'own', 'truth'].map((name) => join(folder, `${name}-${runs++}`)) as [string, string, string];
  await writePredictions(whole, predictions);
  const of = { split, rows: await rowsOfPart(split, part) };
  await writePredictionsOfPart(manifest.kind, of, { from: whole, to: own });
  const report = await scorePredictions({
    manifest,
    form: {},
    split: await writeTruthOfPart(manifest.kind, of, truth),
    predictions: await readPredictions(own),
    training: null,
    context: { metrics, replicates: 20, seed: 'parts' },
  });
  const value = (name: string) => report.metrics.find((metric) => metric.name === name)?.value ?? null;
  return { value, own: await readPredictions(own), truth: await readPredictions(truth) };
}

const float64 = (data: Float64Array, shape: number[] = [data.length]) => ({ dtype: 'float64' as const, shape, data });
const int64 = (values: number[]) => ({ dtype: 'int64' as const, shape: [values.length], data: BigInt64Array.from(values, BigInt) });

describe('a divided split is scored part by part', () => {
  test('where a row is an event: as its rows alone are', async () => {
    const set = await divided('top-tagging', { ranking: 160, diagnostic: 100 });
    const [labels, part] = [await set.column('labels'), await set.column('part')];
    const scores = Float64Array.from(labels, (label, row) => (label === 1 ? 0.5 : 0.3) + ((row * 37) % 100) / 250);
    for (const name of parts) {
      const rows = labels.flatMap((_, row) => (part[row] === parts.indexOf(name) ? [row] : []));
      const alone = scoreTagging(
        { labels: Uint8Array.from(rows, (row) => labels[row] ?? 0) },
        Float64Array.from(rows, (row) => scores[row] ?? 0),
        { metrics: ['auc'], replicates: 0, seed: '' },
      );
      const { value, truth } = await scored(set, name, { scores: float64(scores, [scores.length, 1]) }, ['auc']);
      expect(value('auc')).toBe(alone.metrics[0]?.value);
      // An organiser's scorer sees all rows of one part, and nothing of the other one.
      expect(Object.keys(truth)).not.toContain('part');
      expect(truth.labels?.shape).toEqual([rows.length]);
    }
  });

  test('where events have weights: each class weighs what it does in the whole, and a file is ranked anew', async () => {
    const set = await divided('higgsml-2014', { ranking: 3000, diagnostic: 1000 });
    const [labels, weights, ids] = [await set.column('labels'), await set.column('weights'), await set.column('event_ids')];
    const scores = Float64Array.from(labels, (label, row) => (label === 1 ? 0.45 : 0.25) + ((row * 7919) % 1000) / 2000);
    // Kaggle's file of the same selection, its rows in another order.
    const order = [...scores.keys()].sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0) || a - b);
    const rank = new Float64Array(scores.length);
    order.forEach((row, place) => (rank[row] = place + 1));
    const rows = [...scores.keys()].reverse();
    const file = {
      event_ids: int64(rows.map((row) => ids[row] ?? 0)),
      rank_order: float64(Float64Array.from(rows, (row) => rank[row] ?? 0)),
      selected: {
        dtype: 'uint8' as const,
        shape: [rows.length],
        data: Uint8Array.from(rows, (row) => ((scores[row] ?? 0) >= 0.5 ? 1 : 0)),
      },
    };
    const sum = (of: readonly number[], label: number, by: readonly number[]) =>
      of.reduce((total, weight, row) => total + (by[row] === label ? weight : 0), 0);
    for (const name of parts) {
      const { value, truth } = await scored(set, name, { scores: float64(scores) }, ['ams', 'ams_best']);
      const own = (tensor: string) => Array.from(truth[tensor]?.data ?? [], Number);
      for (const label of [0, 1]) expect(sum(own('weights'), label, own('labels')) / sum(weights, label, labels)).toBeCloseTo(1, 12);
      expect(value('ams')).toBeGreaterThan(0.1);
      const kaggle = await scored(set, name, file, ['ams', 'ams_best']);
      expect([kaggle.value('ams'), kaggle.value('ams_best')]).toEqual([value('ams'), value('ams_best')]);
    }
  });

  test('where a row is a set of hits: a perfect answer is perfect in each, as labels and as a file', async () => {
    const set = await divided('trackml', { ranking: 2, diagnostic: 1 });
    const [particles, events] = [await readNpy(set.split.truth.hit_particles ?? ''), await set.column('event_ids')];
    const known = new Map<string, number>();
    const labels = Float64Array.from(particles.data, (id: number | bigint) => {
      const name = String(id);
      known.set(name, known.get(name) ?? known.size);
      return known.get(name) ?? 0;
    });
    const lengths = set.split.lengths.hit_particles ?? [];
    const hits = lengths.flatMap((length, event) => Array.from({ length }, (_, hit) => ({ event: events[event] ?? 0, hit: hit + 1 })));
    const rows = [...hits.keys()].reverse();
    const file = {
      event_ids: int64(rows.map((row) => hits[row]?.event ?? 0)),
      hit_ids: int64(rows.map((row) => hits[row]?.hit ?? 0)),
      track_ids: int64(rows.map((row) => labels[row] ?? 0)),
    };
    for (const name of parts)
      for (const predictions of [{ labels: float64(labels) }, file]) {
        const { value, truth } = await scored(set, name, predictions, ['trackml_score', 'perfect_efficiency']);
        expect(value('trackml_score')).toBeCloseTo(1, 12);
        expect(value('perfect_efficiency')).toBe(1);
        expect(truth.event_ids?.shape).toEqual([name === 'ranking' ? 2 : 1]);
      }
  });

  test('where a row is a pseudo-experiment: its interval is held against its own mu', async () => {
    const set = await divided('higgsml-uncertainty', { ranking: 6, diagnostic: 3 });
    const [mu, part] = [await set.column('mu'), await set.column('part')];
    // Right on the ranking part, wrong on the other.
    const intervals = Float64Array.from({ length: 3 * mu.length }, (_, i) => {
      const row = Math.floor(i / 3);
      return (mu[row] ?? 0) + (part[row] === 0 ? 0 : 1) + [0, -0.1, 0.1][i % 3]!;
    });
    const coverage = async (name: Part) =>
      (await scored(set, name, { intervals: float64(intervals, [mu.length, 3]) }, ['coverage'])).value('coverage');
    expect([await coverage('ranking'), await coverage('diagnostic')]).toEqual([1, 0]);
  });

  test('and refused where a tensor fits neither its rows nor its sets', async () => {
    const set = await divided('top-tagging', { ranking: 16, diagnostic: 10 });
    await expect(scored(set, 'ranking', { scores: float64(new Float64Array(7)) }, ['auc'])).rejects.toMatchObject({
      detail: { code: 'data-missing', message: expect.stringContaining("'scores' does not fit the 26 rows") as string },
    });
  });
});
