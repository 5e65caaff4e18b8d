import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { json } from 'node:stream/consumers';
import { predictionsFolder, runsKey, tensorKey } from '@unblind/assignments';
import { PredictionRun } from '@unblind/contracts';
import type { AssignedFile } from '@unblind/contracts';
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
    private readonly fence: number | null = null,
  ) {}

  async put(run: PredictionRun, tensor: string, npy: Buffer): Promise<void> {
    await this.area.put(this.keyOf(run, tensor), npy);
  }

  /** A tensor of a run, at an address with its area; null if it is not stored. */
  async find(run: PredictionRun, tensor: string): Promise<AssignedFile | null> {
    const key = this.keyOf(run, tensor);
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const object of this.area.list(key)) if (object.key === key) bytes = object.bytes;
    if (bytes === 0) return null;
    const chunks: AsyncIterable<Buffer> = await this.area.get(key);
    for await (const chunk of chunks) hash.update(chunk);
    return { href: `results/${key}`, bytes, sha256: hash.digest('hex') };
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

  private keyOf(run: PredictionRun, tensor: string): string {
    return tensorKey(this.root, run, tensor);
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
