import { join } from 'node:path';
import { loadChallenge, loadGenerator, writeDataSet, type DataBlock, type DataGenerator, type TensorKinds } from '@unblind/challenges';
import type { SplitName } from '@unblind/contracts';
import type { ColumnRange } from './column-ranges';
import { importedSource, importerOf } from './importers';
import { Reading } from './reading';
import { recorded, verifyFiles, type VerifiedFile } from './verify-files';

export interface ImportRequest {
  challenge: string;
  /** The folder or file of the published data. */
  from: string;
  /** The data set's folder to make; absent: everything is read and checked, nothing is written. */
  directory?: string;
  /** At most so many rows of each split. Default all. */
  rows?: number;
  /** @param unit 'bytes' while files are verified; then what the format can count */
  onProgress?: (done: number, total: number, unit: string) => void;
  signal?: AbortSignal;
  /** That measure and shift what was read; the result does not depend on it. Default 1: none beside the caller's. */
  threads?: number;
}

export interface SplitReport {
  rows: number;
  /** In the whole published data set. */
  published: number | null;
  /** Systematic shifts that were made of these rows. */
  variations: string[];
  /** By tensor. */
  columns: Record<string, ColumnRange[]>;
}

/** What was found, and what was made of it. */
export interface ImportReport {
  challenge: string;
  source: string;
  importer: string;
  url: string;
  openTruth: boolean;
  files: VerifiedFile[];
  splits: Record<SplitName, SplitReport>;
  /** Splits that the challenge's phases need and the files do not have: with any, the platform cannot use the data set. */
  missing: SplitName[];
  /** Tensors of the challenge that the files do not have; with any, the platform cannot use it either. */
  missingTensors: string[];
  /** A table of events that rows of the challenge could be drawn from; the platform goes on with simulated data. */
  isTable: boolean;
  notes: string[];
  /** Null after a dry run. */
  directory: string | null;
}

/**
 * Reads a published data set, checks it, and makes of it what the challenge's generator would: the same tensors, under the same
 * shifts where they can be made of these rows.
 *
 * @throws ParticipantFault with the place of what is wrong; nothing is left behind
 */
export async function importDataSet(request: ImportRequest): Promise<ImportReport> {
  const { manifest } = await loadChallenge(request.challenge);
  const imported = importedSource(manifest);
  if (!imported) throw new Error(`${request.challenge} names no data set to import`);
  const { name, source } = imported;
  const importer = importerOf(source.importer);
  const generator = await loadGenerator(request.challenge);
  const files = await importer.find(request.from);
  const verified = await verifyFiles(files, importer.checksums, (done, total) => request.onProgress?.(done, total, 'bytes'));
  const reading = new Reading(manifest, source, generator, request);
  const blocks = reading.blocks(files);
  if (request.directory === undefined) for await (const _block of blocks);
  else {
    const provenance = {
      source: name,
      importer: source.importer,
      url: source.url,
      files: recorded(verified),
    };
    const about = { simulated: false, openTruth: source.openTruth, seed: null, provenance };
    const { kinds, all } = await takenKinds(reading.kinds, blocks);
    await writeDataSet({ directory: request.directory, kinds, about, blocks: all });
  }
  const isTable = importer.kinds !== undefined;
  const neededSplits = isTable ? Object.keys(importer.whole) : [...new Set(manifest.phases.map(({ split }) => split))];
  const neededTensors = Object.keys({ ...reading.kinds.views, ...reading.kinds.truth });
  return {
    challenge: request.challenge,
    source: name,
    importer: source.importer,
    url: source.url,
    openTruth: source.openTruth,
    files: verified,
    splits: reading.report(),
    missing: neededSplits.filter((split) => !reading.has(split)),
    missingTensors: neededTensors.filter((tensor) => !reading.tensors.has(tensor)),
    isTable,
    notes: reading.notes,
    directory: request.directory ?? null,
  };
}

/** Where `unblind data import` keeps a data set, under the installation's folder; a table lies where the platform does not look. */
export async function importFolder(home: string, challenge: string): Promise<string> {
  const imported = importedSource((await loadChallenge(challenge)).manifest);
  const isTable = imported !== null && importerOf(imported.source.importer).kinds !== undefined;
  return join(home, 'imported', isTable ? `${challenge}-events` : challenge);
}

/** The tensors that the first block has, as some published files hold fewer than the challenge. */
async function takenKinds({ views, truth }: DataGenerator['kinds'], blocks: AsyncGenerator<DataBlock>) {
  const first = await blocks.next();
  const taken = (kinds: TensorKinds): TensorKinds =>
    Object.fromEntries(Object.entries(kinds).filter(([name]) => (first.done ? true : name in first.value.chunk.nominal)));
  async function* all(): AsyncGenerator<DataBlock> {
    if (!first.done) yield first.value;
    yield* blocks;
  }
  return { kinds: { views: taken(views), truth: taken(truth) }, all: all() };
}
