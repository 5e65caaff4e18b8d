import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadChallenge, loadGenerator } from '@unblind/challenges';
import type { DataSetIndex, Manifest } from '@unblind/contracts';
import { LocalFile, readNpy, readPredictions } from '@unblind/tensors';
import { localSplit, type LocalSplit } from '../local-split';
import type { Predictions } from '../predictions';
import { tracking } from './tracking';

let folder: string;
let manifest: Manifest;
let index: DataSetIndex;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tracking-'));
  ({ manifest } = await loadChallenge('trackml'));
  index = await (
    await loadGenerator('trackml')
  ).generate({
    seed: 3,
    openTruth: true,
    sizes: { sample: 2 },
    variations: manifest.scoring.variations,
    directory: join(folder, 'data'),
  });
});
afterAll(() => rm(folder, { recursive: true }));

function splitOf(variation?: string): LocalSplit {
  const sample = index.splits.sample;
  const rows = variation ? sample?.variations[variation] : sample;
  if (!rows) throw new Error('the split was not made');
  return localSplit(join(folder, 'data'), rows);
}

async function score(predictions: Predictions, split = splitOf()) {
  const context = { metrics: manifest.scoring.metrics, replicates: 20, seed: 'tracking' };
  const { metrics } = await tracking.score({ manifest, form: {}, split, predictions, training: null, context });
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
}

const labelsOf = (data: Float32Array): Predictions => ({ labels: { dtype: 'float32', shape: [data.length], data } });

describe('tracks of a simulated split', () => {
  it('score 1 where they are the particles, under each shift too', async () => {
    for (const variation of [undefined, ...manifest.scoring.variations.map(({ id }) => id)]) {
      const split = splitOf(variation);
      const particles = (await readNpy(split.truth.hit_particles ?? '')).data;
      const dense = new Map<string, number>();
      const labels = new Float32Array(particles.length);
      Array.from(particles, String).forEach((id, hit) => {
        if (!dense.has(id)) dense.set(id, dense.size);
        labels[hit] = dense.get(id) ?? 0;
      });
      const scored = await score(labelsOf(labels), split);
      expect(scored.trackml_score).toBeCloseTo(1, 12);
      expect(scored.perfect_efficiency).toBe(1);
    }
  });

  it('score 0 where all hits are one track', async () => {
    const hits = splitOf().lengths.hits?.reduce((sum, length) => sum + length, 0) ?? 0;
    expect((await score(labelsOf(new Float32Array(hits)))).trackml_score).toBe(0);
  });

  const readTracks = (path: string) =>
    readPredictions(new LocalFile(path), 'submission.csv', { kind: 'tracking', rows: 2, entries: 10, outputs: [] });

  it("are read from Kaggle's file, and an unknown hit is refused with its row", async () => {
    const path = join(folder, 'submission.csv');
    await writeFile(path, 'event_id,hit_id,track_id\n1000,1,7\n1001,2,7\n');
    const predictions = await readTracks(path);
    expect(predictions.hit_ids?.data).toEqual(BigInt64Array.of(1n, 2n));
    expect((await score(predictions)).trackml_score).toBe(0);
    await writeFile(path, 'event_id,hit_id,track_id\n1000,1,7\n1000,999999,7\n');
    await expect(score(await readTracks(path))).rejects.toThrow('Row 1');
    await writeFile(path, 'event_id,hit_id\n1000,1\n');
    await expect(readTracks(path)).rejects.toMatchObject({ detail: { code: 'predictions-unreadable' } });
  });
});
