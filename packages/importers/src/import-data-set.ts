import {
  loadChallenge,
  loadGenerator,
  writeDataSet,
  type ChunkTask,
  type DataBlock,
  type DataGenerator,
  type TensorKinds,
} from '@unblind/challenges';
import { shiftedSplits, type ImportedSource, type Manifest, type SplitName } from '@unblind/contracts';
import { deriveSeed } from '@unblind/simulation';
import { ColumnRanges, type ColumnRange } from './column-ranges';
import type { Importer } from './importer';
import { importerOf } from './importers';
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
  notes: string[];
  /** Null after a dry run. */
  directory: string | null;
}

/** The source of a challenge that an importer reads, and its name. */
export function importedSource({ data }: Pick<Manifest, 'data'>): { name: string; source: ImportedSource } | null {
  for (const [name, source] of Object.entries(data.sources)) if ('importer' in source) return { name, source };
  return null;
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
  const notes: string[] = [];
  const files = await importer.find(request.from);
  const verified = await verifyFiles(files, importer.checksums, (done, total) => request.onProgress?.(done, total, 'bytes'));
  const reading = new Reading(manifest, generator, importer, request, notes);
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
    const { kinds, all } = await takenKinds(generator.kinds, blocks);
    await writeDataSet({ directory: request.directory, kinds, about, blocks: all });
  }
  const needed = [...new Set(manifest.phases.map(({ split }) => split))];
  return {
    challenge: request.challenge,
    source: name,
    importer: source.importer,
    url: source.url,
    openTruth: source.openTruth,
    files: verified,
    splits: reading.report(),
    missing: needed.filter((split) => !reading.has(split)),
    missingTensors: Object.keys({ ...generator.kinds.views, ...generator.kinds.truth }).filter((tensor) => !reading.tensors.has(tensor)),
    notes,
    directory: request.directory ?? null,
  };
}

/** The tensors that the first block has, as some published files hold fewer than the challenge. */
async function takenKinds({ views, truth }: DataGenerator['kinds'], blocks: AsyncGenerator<DataBlock>) {
  const first = await blocks.next();
  const taken = (kinds: TensorKinds): TensorKinds =>
    Object.fromEntries(Object.entries(kinds).filter(([name]) => first.done || name in first.value.chunk.nominal));
  async function* all(): AsyncGenerator<DataBlock> {
    if (!first.done) yield first.value;
    yield* blocks;
  }
  return { kinds: { views: taken(views), truth: taken(truth) }, all: all() };
}

class Reading {
  readonly tensors = new Set<string>();
  private readonly splits = new Map<SplitName, { rows: number; ranges: ColumnRanges; variations: string[] }>();
  private readonly shifted: readonly SplitName[];

  constructor(
    private readonly manifest: Manifest,
    private readonly generator: DataGenerator,
    private readonly importer: Importer,
    private readonly request: ImportRequest,
    private readonly notes: string[],
  ) {
    this.shifted = shiftedSplits(manifest);
  }

  has(split: SplitName): boolean {
    return this.splits.has(split);
  }

  async *blocks(files: Parameters<Importer['read']>[0]): AsyncGenerator<DataBlock> {
    const { rows = Infinity, onProgress, signal } = this.request;
    const context = {
      room: (split: SplitName) => rows - (this.splits.get(split)?.rows ?? 0),
      onProgress: (done: number, total: number, unit: string) => onProgress?.(done, total, unit),
      note: (text: string) => this.notes.push(text),
    };
    for await (const { split, count, tensors } of this.importer.read(files, context)) {
      signal?.throwIfAborted();
      const about = this.about(split);
      about.ranges.add(tensors);
      for (const tensor of Object.keys(tensors)) this.tensors.add(tensor);
      const variations = this.shift({ split, count, start: about.rows }, tensors);
      about.variations = Object.keys(variations);
      about.rows += count;
      yield { split, count, chunk: { nominal: tensors, variations } };
    }
  }

  report(): Record<SplitName, SplitReport> {
    return Object.fromEntries(
      [...this.splits].map(([split, { rows, ranges, variations }]) => [
        split,
        { rows, published: this.importer.whole[split] ?? null, variations, columns: ranges.report(this.tensors) },
      ]),
    );
  }

  private about(split: SplitName) {
    const { views, truth } = this.generator.kinds;
    const axes = Object.fromEntries(Object.entries(this.manifest.data.views).map(([name, view]) => [name, view.axes]));
    const about = this.splits.get(split) ?? { rows: 0, ranges: new ColumnRanges({ ...views, ...truth }, axes), variations: [] };
    this.splits.set(split, about);
    return about;
  }

  /** In a dry run nothing is shifted: it reads and checks. */
  private shift(block: Pick<ChunkTask, 'split' | 'count' | 'start'>, nominal: DataBlock['chunk']['nominal']) {
    const { shiftRows } = this.generator;
    const isWhole = Object.keys(this.generator.kinds.views).every((name) => name in nominal);
    if (!shiftRows || !isWhole || this.request.directory === undefined || !this.shifted.includes(block.split)) return {};
    // Published data have no secret seed; the shifts' random numbers depend on the split and the row.
    const seed = deriveSeed(0, block.split);
    return shiftRows(nominal, { ...block, dataSeed: 0, seed, rows: NaN, variations: this.manifest.scoring.variations });
  }
}
