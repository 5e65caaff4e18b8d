import type { Manifest } from '@unblind/contracts';
import { readScores } from '@unblind/tensors';

/** Reads predictions that were sent instead of a model and checks them against the challenge's output contracts. */
export function readScoresFile(path: string, filename: string, manifest: Manifest, rows: number): Promise<Float64Array> {
  const { outputs } = manifest.submission;
  const select = outputs.find(({ shape }) => shape.length === 2 && shape[1] === 2)?.select ?? 1;
  return readScores(path, { filename, rows, select, range: outputs.find(({ range }) => range)?.range });
}
