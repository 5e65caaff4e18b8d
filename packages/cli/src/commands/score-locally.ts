import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runScorer, scorePredictions, writePredictions, type ScoreTask } from '@unblind/evaluation';
import { selectProvider } from '@unblind/sandbox';
import type { ScoreReport } from '@unblind/scoring';

/** Scores as the platform does: in this process, or in the sandbox if the challenge has its own scorer. */
export async function scoreLocally(task: ScoreTask, directory: string, unsafeLocal: boolean): Promise<ScoreReport> {
  const { manifest, split, predictions, form, context } = task;
  if (manifest.kind !== 'custom') return scorePredictions(task);
  const folder = await mkdtemp(join(tmpdir(), 'unblind-predictions-'));
  try {
    await writePredictions(folder, predictions);
    const paths = Object.keys(predictions).map((name) => [name, join(folder, `${name}.npy`)] as const);
    return await runScorer(await selectProvider({ unsafeLocal }), {
      scorer: join(directory, manifest.scoring.scorer ?? ''),
      truth: split.truth,
      predictions: Object.fromEntries(paths),
      lengths: split.lengths,
      form,
      context,
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}
