import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { json } from 'node:stream/consumers';
import { predictionsFolder, runsKey } from '@unblind/assignments';
import { PredictionRun } from '@unblind/contracts';
import type { Storage } from '@unblind/storage';
import { z } from 'zod';

/**
 * Predictions are stored in the results area: one npy file per tensor of each run, and runs.json, which is written last and lists
 * the runs.
 */
export class StoredPredictions {
  constructor(
    private readonly storage: Storage,
    private readonly evaluationId: string,
    /** The fence under which they lie; null: outside of any. */
    private readonly fence: number | null,
  ) {}

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
    return runsKey(this.root);
  }

  private get root(): string {
    return predictionsFolder(this.evaluationId, this.fence);
  }

  private folderOf({ seed, variation }: PredictionRun): string {
    return `${this.root}/${seed}/${variation}`;
  }
}
