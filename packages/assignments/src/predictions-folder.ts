import type { PredictionRun } from '@unblind/contracts';

/**
 * Where the predictions of an evaluation lie in the area `results`: under the fence of the lease in which they were made, so that a
 * runner that lost its lease cannot overwrite those that count. Those of earlier versions lie outside of any fence.
 */
export function predictionsFolder(evaluationId: string, fence: number | null): string {
  return fence === null ? `evaluations/${evaluationId}` : `evaluations/${evaluationId}/${fence}`;
}

/** The list of the runs, written last. */
export const runsKey = (folder: string): string => `${folder}/runs.json`;

export const tensorKey = (folder: string, { seed, variation }: PredictionRun, tensor: string): string =>
  `${folder}/${seed}/${variation}/${tensor}.npy`;
