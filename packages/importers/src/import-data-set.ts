import { join } from 'node:path';
import { loadChallenge, loadGenerator, writeDataSet, type DataBlock, type DataGenerator, type TensorKinds } from '@unblind/challenges';
import type { ImportReport, ImportRequest } from './import-report';
import { importedSource, importerOf } from './importers';
import { Reading } from './reading';
import { recorded, verifyFiles } from './verify-files';

/**
 * Reads and checks a published data set and converts it into the tensors of the challenge's generator, with the same shifts if they can
 * be computed from these rows.
 *
 * @throws ParticipantFault with the location of the problem; unfinished files are removed
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

/** The folder of a data set from `unblind data import` in the installation's folder. Tables of events lie where the platform does not look for data sets. */
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
