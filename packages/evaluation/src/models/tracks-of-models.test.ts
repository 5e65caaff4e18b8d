import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadChallenge, loadGenerator } from '@unblind/challenges';
import type { FormValues, Manifest } from '@unblind/contracts';
import { GraphBuilder } from '@unblind/onnx-writer';
import { UnsafeLocalProvider } from '@unblind/sandbox';
import { fixturePath, testWithFixtures } from '@unblind/testing';
import { inspectSubmission } from '../inspect-submission';
import { tracking } from '../kinds/tracking';
import { localSplit, type LocalSplit } from '../local-split';
import { runModel } from './run-model';

let folder: string;
let manifest: Manifest;
let split: LocalSplit;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tracks-'));
  ({ manifest } = await loadChallenge('trackml'));
  const index = await (await loadGenerator('trackml')).generate({ seed: 4, sizes: { sample: 1 }, directory: join(folder, 'data') });
  const sample = index.splits.sample;
  if (!sample) throw new Error('no sample');
  split = localSplit(join(folder, 'data'), sample);
});
afterAll(() => rm(folder, { recursive: true }));

/** All steps of a submission: it is inspected, bound, run set by set, its output is turned into tracks, and scored. */
async function trackmlScore(modelPath: string, form: FormValues): Promise<{ contract: string | undefined; score: number }> {
  const { binding } = inspectSubmission(await readFile(modelPath), manifest);
  const viewsDirectory = join(folder, 'derived');
  const run = { provider: new UnsafeLocalProvider(), manifest, binding, modelPath, split, viewsDirectory, onProgress: () => undefined };
  const { output } = await runModel(run);
  const context = { manifest, form, rows: split.rows, split };
  const predictions = await tracking.interpret(output, context);
  const scoring = { metrics: ['trackml_score'], replicates: 0, seed: 'tracks' };
  const { metrics } = await tracking.score({ ...context, predictions, training: null, context: scoring });
  return { contract: binding.output?.contract, score: metrics[0]?.value ?? NaN };
}

/** Directions as points on a sphere, in the first three of eight dimensions. */
function directionsAsPoints(): Uint8Array {
  const graph = new GraphBuilder('points');
  const hits = graph.input('hits', 'float32', ['H', 3]);
  const length = graph.node('Sqrt', [graph.node('ReduceSum', [graph.node('Mul', [hits, hits]), graph.integers([1])])]);
  const unit = graph.node('Div', [hits, length]);
  const zeros = graph.node('Sub', [graph.node('Concat', [unit, hits], { axis: 1 }), graph.node('Concat', [unit, hits], { axis: 1 })]);
  const eight = graph.node('Slice', [
    graph.node('Concat', [unit, zeros], { axis: 1 }),
    graph.integers([0]),
    graph.integers([8]),
    graph.integers([1]),
  ]);
  graph.output(graph.node('Identity', [eight], {}, { output: 'points' }), 'float32', ['H', 8]);
  return graph.toBytes();
}

test('embeddings become tracks by DBSCAN with the radius of the submission', async () => {
  const modelPath = join(folder, 'points.onnx');
  await writeFile(modelPath, directionsAsPoints());
  const near = await trackmlScore(modelPath, { radius: { value: 0.005 } });
  expect(near.contract).toBe('embeddings');
  expect(near.score).toBeGreaterThan(0.02);
  // Every pair of an event's hits would be looked at.
  const far = trackmlScore(modelPath, { radius: { value: 2 } });
  await expect(far).rejects.toMatchObject({ detail: { code: 'model-output-out-of-range', whose: 'participant' } });
});

const exatrkx = 'onnx/hep-tracking/exatrkx_gnn.onnx';
testWithFixtures(
  [exatrkx],
  "Exa.TrkX's edge classifier is scored, with its own names for nodes and edges and logits for scores",
  async () => {
    const { contract, score } = await trackmlScore(fixturePath(exatrkx), { threshold: { value: 0 } });
    expect(contract).toBe('edge_scores');
    expect(score).toBeGreaterThan(0.02);
    expect(score).toBeLessThan(0.5);
  },
);
