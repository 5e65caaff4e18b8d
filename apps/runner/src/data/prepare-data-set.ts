import { createHmac } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { loadGenerator } from '@unblind/challenges';
import type { JobProgress } from '@unblind/contracts';
import { SimulatedSource, StoredManifest, asFault, shiftedSplits } from '@unblind/contracts';
import type { Database } from '@unblind/database';
import { asJson } from '@unblind/database';
import type { JobContext } from '@unblind/queue';
import type { Storage } from '@unblind/storage';
import { HEARTBEAT_MS } from '../steps/steps';
import { storeDataSet } from './store-data-set';

export interface PrepareOptions {
  database: Database;
  storage: Storage;
  directory: string;
  secret?: string | undefined;
}

/** Makes a simulated data set and stores it: public data, hidden inputs and truth each in their own area. Idempotent. */
export async function prepareDataSet(
  { database, storage, directory, secret }: PrepareOptions,
  job: JobContext<{ dataSetId: string }>,
): Promise<void> {
  const id = job.payload.dataSetId;
  const row = await database.dataSet.findUnique({ where: { id }, include: { challengeVersion: true } });
  if (!row || row.state === 'ready') return;
  let latest: JobProgress = { done: 0, total: 0, unit: 'rows' };
  const tell = () =>
    database.dataSet.updateMany({
      where: { id, state: { not: 'ready' } },
      data: { state: 'preparing', heartbeatAt: new Date(), progressDone: latest.done, progressTotal: latest.total },
    });
  await tell();
  // A missed one is made good by the next.
  const beat = setInterval(() => void tell().catch(() => undefined), HEARTBEAT_MS / 4);
  const folder = join(directory, 'generated', id);
  try {
    const manifest = StoredManifest.parse(row.challengeVersion.manifest);
    const { seed, sizes } = SimulatedSource.parse(manifest.data.sources[row.source]);
    await rm(folder, { recursive: true, force: true });
    const generator = await loadGenerator(manifest.slug);
    const index = await generator.generate({
      seed,
      ...(secret ? { testSeed: testSeedOf(secret, id) } : {}),
      sizes,
      variations: manifest.scoring.variations,
      shiftedSplits: shiftedSplits(manifest),
      directory: folder,
      signal: job.signal,
      onProgress: (progress) => (latest = progress),
    });
    const stored = await storeDataSet(storage, id, index, folder);
    clearInterval(beat);
    await database.dataSet.update({
      where: { id },
      data: { state: 'ready', openTruth: stored.openTruth, index: asJson(stored), readyAt: new Date(), heartbeatAt: null },
    });
  } catch (error) {
    if (job.isLastAttempt && !job.signal.aborted) {
      await database.dataSet.update({ where: { id }, data: { state: 'failed', fault: asJson(asFault(error).detail), heartbeatAt: null } });
    }
    throw error;
  } finally {
    clearInterval(beat);
    await rm(folder, { recursive: true, force: true });
  }
}

/** 32 bits of an HMAC: the same on every attempt, and not to be guessed from one data set for another. */
function testSeedOf(secret: string, dataSetId: string): number {
  return createHmac('sha256', secret).update(dataSetId).digest().readUInt32LE(0);
}
