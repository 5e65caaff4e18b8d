import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { loadGenerator } from '@unblind/challenges';
import type { DataSetIndex, Manifest, StoredDataSetIndex } from '@unblind/contracts';
import { SimulatedSource, StoredManifest, isOpen, shiftedSplits } from '@unblind/contracts';
import type { Claim } from '@unblind/database';
import { asJson, finishWithin } from '@unblind/database';
import type { JobContext } from '@unblind/queue';
import type { StreamKey } from '@unblind/random';
import type { Storage } from '@unblind/storage';
import { hold } from '../steps/hold';
import type { Held, HoldOptions } from '../steps/hold';
import { prepareStep } from '../steps/steps';
import { dataSetKey } from './data-set-key';
import { importedDataSet } from './imported-data-set';
import { storeDataSet } from './store-data-set';

export interface PrepareOptions extends HoldOptions {
  storage: Storage;
  directory: string;
  /** The folder of this installation's imported data sets. */
  imports?: string | undefined;
  /** The installation's secret, which wraps the keys of data sets. */
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
    const isHidden = imported ? hasHiddenTruth(imported.index) : simulatesHidden(manifest, row.source);
    const key = isHidden ? await dataSetKey(database, id, options.secret) : undefined;
    const { folder, index } = imported ?? {
      folder: generated,
      index: await generate({ source: row.source, manifest, key, folder: generated, ...held }),
    };
    held.signal.throwIfAborted();
    await finish(options, held.claim, row.source, await storeDataSet(storage, { id, index, folder, key }));
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

function hasHiddenTruth({ openTruth, splits }: Pick<DataSetIndex, 'openTruth'> & { splits: object }): boolean {
  return !openTruth && Object.keys(splits).some((split) => !isOpen(split));
}

function simulatesHidden({ data }: Manifest, source: string): boolean {
  const { openTruth, sizes } = SimulatedSource.parse(data.sources[source]);
  return hasHiddenTruth({ openTruth, splits: sizes });
}

interface Generation extends Pick<Held, 'signal' | 'progress'> {
  source: string;
  manifest: Manifest;
  key: StreamKey | undefined;
  folder: string;
}

async function generate({ source, manifest, key, folder, signal, progress }: Generation): Promise<DataSetIndex> {
  const { seed, openTruth, sizes } = SimulatedSource.parse(manifest.data.sources[source]);
  await rm(folder, { recursive: true, force: true });
  const generator = await loadGenerator(manifest.slug);
  return generator.generate({
    seed,
    key,
    openTruth,
    sizes,
    variations: manifest.scoring.variations,
    shiftedSplits: shiftedSplits(manifest),
    directory: folder,
    signal,
    onProgress: progress,
  });
}
