import { createHmac } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { loadGenerator } from '@unblind/challenges';
import type { DataSetIndex, JobProgress, Manifest } from '@unblind/contracts';
import { SimulatedSource, StoredManifest, asFault, shiftedSplits } from '@unblind/contracts';
import type { Database } from '@unblind/database';
import { asJson } from '@unblind/database';
import type { JobContext } from '@unblind/queue';
import type { Storage } from '@unblind/storage';
import { HEARTBEAT_MS } from '../steps/steps';
import { importedDataSet } from './imported-data-set';
import { storeDataSet } from './store-data-set';

export interface PrepareOptions {
  database: Database;
  storage: Storage;
  directory: string;
  /** Where this installation keeps imported data sets. */
  imports?: string | undefined;
  secret?: string | undefined;
}

type Job = Pick<JobContext<{ dataSetId: string }>, 'payload' | 'isLastAttempt' | 'signal'>;

/**
 * Stores the data set that was imported, or makes the simulated one and stores it: public data, hidden inputs and truth each in
 * their own area. Idempotent.
 */
export async function prepareDataSet(options: PrepareOptions, job: Job): Promise<void> {
  const { database, storage, directory, imports } = options;
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
  const generated = join(directory, 'generated', id);
  try {
    const manifest = StoredManifest.parse(row.challengeVersion.manifest);
    const imported = imports === undefined ? null : await importedDataSet(manifest, imports);
    const { folder, index } = imported ?? {
      folder: generated,
      index: await generate(options, { id, source: row.source, manifest, folder: generated, signal: job.signal }, (now) => (latest = now)),
    };
    const stored = await storeDataSet(storage, id, index, folder);
    clearInterval(beat);
    const { simulated, openTruth, provenance } = stored;
    await database.dataSet.update({
      where: { id },
      data: {
        state: 'ready',
        source: provenance?.source ?? row.source,
        simulated,
        openTruth,
        index: asJson(stored),
        readyAt: new Date(),
        heartbeatAt: null,
      },
    });
  } catch (error) {
    if (job.isLastAttempt && !job.signal.aborted) {
      await database.dataSet.update({ where: { id }, data: { state: 'failed', fault: asJson(asFault(error).detail), heartbeatAt: null } });
    }
    throw error;
  } finally {
    clearInterval(beat);
    await rm(generated, { recursive: true, force: true });
  }
}

interface Generation {
  id: string;
  source: string;
  manifest: Manifest;
  folder: string;
  signal: AbortSignal;
}

async function generate(
  { secret }: PrepareOptions,
  { id, source, manifest, folder, signal }: Generation,
  onProgress: (progress: JobProgress) => void,
): Promise<DataSetIndex> {
  const { seed, sizes } = SimulatedSource.parse(manifest.data.sources[source]);
  await rm(folder, { recursive: true, force: true });
  const generator = await loadGenerator(manifest.slug);
  return generator.generate({
    seed,
    ...(secret ? { testSeed: testSeedOf(secret, id) } : {}),
    sizes,
    variations: manifest.scoring.variations,
    shiftedSplits: shiftedSplits(manifest),
    directory: folder,
    signal,
    onProgress,
  });
}

/** 32 bits of an HMAC: the same on every attempt, and not to be guessed from one data set for another. */
function testSeedOf(secret: string, dataSetId: string): number {
  return createHmac('sha256', secret).update(dataSetId).digest().readUInt32LE(0);
}
