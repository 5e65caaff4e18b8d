import { createHmac } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { loadGenerator } from '@unblind/challenges';
import type { DataSetIndex, Manifest, StoredDataSetIndex } from '@unblind/contracts';
import { SimulatedSource, StoredManifest, shiftedSplits } from '@unblind/contracts';
import type { Claim } from '@unblind/database';
import { asJson, finishWithin } from '@unblind/database';
import type { JobContext } from '@unblind/queue';
import type { Storage } from '@unblind/storage';
import { hold } from '../steps/hold';
import type { Held, HoldOptions } from '../steps/hold';
import { prepareStep } from '../steps/steps';
import { importedDataSet } from './imported-data-set';
import { storeDataSet } from './store-data-set';

export interface PrepareOptions extends HoldOptions {
  storage: Storage;
  directory: string;
  /** The folder of this installation's imported data sets. */
  imports?: string | undefined;
  secret?: string | undefined;
}

type Job = Pick<JobContext<{ dataSetId: string }>, 'payload' | 'isLastAttempt' | 'exhausted' | 'signal'>;

/**
 * Stores the imported data set, or generates and stores a simulated one. Public data, hidden inputs and truth go to separate
 * areas. Idempotent.
 */
export function prepareDataSet(options: PrepareOptions, job: Job): Promise<void> {
  return hold(options, { ...job, row: prepareStep.row, id: job.payload.dataSetId }, (held) => prepare(options, held));
}

async function prepare(options: PrepareOptions, held: Held): Promise<void> {
  const { database, storage, directory, imports } = options;
  const { id, fence } = held.claim;
  const row = await database.dataSet.findUniqueOrThrow({ where: { id }, include: { challengeVersion: true } });
  const generated = join(directory, 'generated', `${id}-${fence}`);
  try {
    const manifest = StoredManifest.parse(row.challengeVersion.manifest);
    const imported = imports === undefined ? null : await importedDataSet(manifest, imports);
    const { folder, index } = imported ?? {
      folder: generated,
      index: await generate(options, { id, source: row.source, manifest, folder: generated, ...held }),
    };
    held.signal.throwIfAborted();
    await finish(options, held.claim, row.source, await storeDataSet(storage, id, index, folder));
  } finally {
    await rm(generated, { recursive: true, force: true });
  }
}

async function finish({ database }: PrepareOptions, claim: Claim, requestedSource: string, stored: StoredDataSetIndex): Promise<void> {
  const { simulated, openTruth, provenance } = stored;
  await database.$transaction(async (transaction) => {
    if (!(await finishWithin(transaction, prepareStep.row, claim, 'ready'))) return;
    await transaction.dataSet.update({
      where: { id: claim.id },
      data: { source: provenance?.source ?? requestedSource, simulated, openTruth, index: asJson(stored) },
    });
  });
}

interface Generation extends Pick<Held, 'signal' | 'progress'> {
  id: string;
  source: string;
  manifest: Manifest;
  folder: string;
}

async function generate({ secret }: PrepareOptions, { id, source, manifest, folder, signal, progress }: Generation): Promise<DataSetIndex> {
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
    onProgress: progress,
  });
}

/** 32 bits of an HMAC: the same on every attempt; the seed of one data set does not reveal that of another. */
function testSeedOf(secret: string, dataSetId: string): number {
  return createHmac('sha256', secret).update(dataSetId).digest().readUInt32LE(0);
}
