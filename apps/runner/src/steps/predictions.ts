import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { json } from 'node:stream/consumers';
import type { Predictions } from '@unblind/evaluation';
import type { Storage } from '@unblind/storage';
import { encodeNpy } from '@unblind/tensors';
import { z } from 'zod';

/** Identifies the predictions of one model: nominal, under a shift, or on the training split. Models count from 1. */
export const PredictionRun = z.object({ seed: z.number().int().positive(), variation: z.string() });
export type PredictionRun = z.infer<typeof PredictionRun>;

/** In place of a shift's id: the predictions on the training split. */
export const trainingRun = 'training';

/**
 * Predictions are stored in the results area: one npy file per tensor of each run, and runs.json, which is written last and lists
 * the runs.
 */
export class StoredPredictions {
  constructor(
    private readonly storage: Storage,
    private readonly evaluationId: string,
  ) {}

  async put(run: PredictionRun, predictions: Predictions): Promise<void> {
    for (const [name, { dtype, shape, data }] of Object.entries(predictions))
      await this.area.put(`${this.folderOf(run)}/${name}.npy`, encodeNpy(dtype, shape, data));
  }

  async finish(runs: readonly PredictionRun[]): Promise<void> {
    await this.area.put(this.runsKey, Buffer.from(JSON.stringify(runs)));
  }

  async runs(): Promise<PredictionRun[]> {
    return z.array(PredictionRun).parse(await json(await this.area.get(this.runsKey)));
  }

  /** Copies the tensors of a run into a folder. */
  async fetch(run: PredictionRun, folder: string): Promise<void> {
    await mkdir(folder, { recursive: true });
    for await (const { key } of this.area.list(`${this.folderOf(run)}/`)) await this.area.download(key, join(folder, basename(key)));
  }

  private get area() {
    return this.storage.area('results');
  }

  private get runsKey(): string {
    return `evaluations/${this.evaluationId}/runs.json`;
  }

  private folderOf({ seed, variation }: PredictionRun): string {
    return `evaluations/${this.evaluationId}/${seed}/${variation}`;
  }
}
