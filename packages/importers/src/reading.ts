import { randomBytes } from 'node:crypto';
import { inThreads, type Chunk, type DataBlock, type DataGenerator } from '@unblind/challenges';
import { shiftedSplits, type ImportedSource, type Manifest, type SplitName } from '@unblind/contracts';
import { deriveSeed, streamKey, type Seed } from '@unblind/random';
import { ColumnRanges } from './column-ranges';
import { produceChunk, type FinishTask } from './finish-block';
import type { ImportRequest, SplitReport } from './import-report';
import type { Importer, SourceFile } from './importer';
import { importerOf } from './importers';

/** One pass over the files of a data set: collects statistics and yields the blocks to write, with their shifts. */
export class Reading {
  /** That the blocks had. */
  readonly tensors = new Set<string>();
  readonly notes: string[] = [];
  /** What the data set holds. */
  readonly kinds: DataGenerator['kinds'];
  private readonly importer: Importer;
  private readonly shifted: readonly SplitName[];
  /** Of the shifts' random numbers: the same for everybody where the truth is public, and nobody's where it is not. */
  private readonly seed: Seed;
  /** Rows that were read; threads may still work on some of them. */
  private readonly read = new Map<SplitName, number>();
  private readonly splits = new Map<SplitName, { rows: number; ranges: ColumnRanges; variations: string[] }>();

  constructor(
    private readonly manifest: Manifest,
    private readonly source: ImportedSource,
    generator: DataGenerator,
    private readonly request: Omit<ImportRequest, 'challenge' | 'from'>,
  ) {
    this.importer = importerOf(source.importer);
    this.shifted = shiftedSplits(manifest);
    this.seed = source.openTruth ? 0 : streamKey(randomBytes(32));
    this.kinds = this.importer.kinds ?? generator.kinds;
  }

  has(split: SplitName): boolean {
    return this.splits.has(split);
  }

  async *blocks(files: readonly SourceFile[]): AsyncGenerator<DataBlock> {
    for await (const { task, chunk } of this.finished(this.tasks(files))) {
      const { split, count } = task;
      const about = this.about(split);
      about.ranges.add(chunk.nominal);
      for (const tensor of Object.keys(chunk.nominal)) this.tensors.add(tensor);
      about.variations = Object.keys(chunk.variations);
      about.rows += count;
      yield { split, count, chunk };
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

  private async *tasks(files: readonly SourceFile[]): AsyncGenerator<FinishTask> {
    const { rows = Infinity, onProgress, signal, directory } = this.request;
    const context = {
      room: (split: SplitName) => rows - (this.read.get(split) ?? 0),
      onProgress: (done: number, total: number, unit: string) => onProgress?.(done, total, unit),
      note: (text: string) => this.notes.push(text),
    };
    for await (const { split, count, tensors } of this.importer.read(files, context)) {
      signal?.throwIfAborted();
      const start = this.read.get(split) ?? 0;
      this.read.set(split, start + count);
      // A dry run only reads and checks; it applies no shifts.
      const variations = directory !== undefined && this.shifted.includes(split) ? this.manifest.scoring.variations : [];
      const seed = deriveSeed(this.seed, split);
      const ofSource = { challenge: this.manifest.slug, importer: this.source.importer };
      yield { ...ofSource, split, start, count, tensors, variations, seed, dataSeed: this.seed, rows: NaN };
    }
  }

  /** Threads are only worthwhile if blocks need much computation. */
  private async *finished(tasks: AsyncIterable<FinishTask>): AsyncGenerator<{ task: FinishTask; chunk: Chunk }> {
    const { threads = 1, signal } = this.request;
    if (threads > 1 && this.importer.measure) yield* inThreads(require.resolve('./finish-block'), tasks, { workers: threads, signal });
    else for await (const task of tasks) yield { task, chunk: await produceChunk(task) };
  }

  private about(split: SplitName) {
    const { views, truth } = this.kinds;
    const axes = Object.fromEntries(Object.entries(this.manifest.data.views).map(([name, view]) => [name, view.axes]));
    const names = { ...axes, ...this.importer.columns };
    const about = this.splits.get(split) ?? { rows: 0, ranges: new ColumnRanges({ ...views, ...truth }, names), variations: [] };
    this.splits.set(split, about);
    return about;
  }
}
