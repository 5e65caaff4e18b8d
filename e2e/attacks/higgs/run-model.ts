import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadChallenge } from '@unblind/challenges';
import { inspectSubmission, kindOf, runModel, scorePredictions, type LocalSplit } from '@unblind/evaluation';
import { selectProvider } from '@unblind/sandbox';
import type { ScoredMetric } from '@unblind/contracts';

export const slug = 'higgsml-2014';

interface Result {
  /** One per row. */
  scores: Float64Array;
  metric: ScoredMetric;
}

/** Inspects, runs and scores a model on a split as the platform does. The models are our own, so that any machine can play it. */
export async function resultOf(model: Uint8Array, split: LocalSplit, metric: string): Promise<Result> {
  const { manifest } = await loadChallenge(slug);
  const folder = await mkdtemp(join(tmpdir(), 'attack-model-'));
  try {
    const modelPath = join(folder, 'model.onnx');
    await writeFile(modelPath, model);
    const { binding } = inspectSubmission(model, manifest);
    const provider = await selectProvider({ unsafeLocal: true });
    const run = { provider, manifest, binding, modelPath, split: { ...split, truth: {} }, viewsDirectory: folder };
    const { output } = await runModel({ ...run, onProgress: () => undefined });
    const predictions = await kindOf(manifest.kind).interpret(output, { manifest, form: {}, rows: split.rows, split });
    const context = { metrics: [metric], replicates: 200, seed: 'attack' };
    const { metrics } = await scorePredictions({ manifest, form: {}, split, predictions, training: null, context });
    const [scored] = metrics;
    if (!scored) throw new Error(`'${metric}' was not scored`);
    return { scores: Float64Array.from(output.data, Number), metric: scored };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
