import type { ChunkTask, DataBlock, DataGenerator } from '@unblind/challenges';
import { shiftedSplits, type Manifest, type SplitName } from '@unblind/contracts';
import { deriveSeed } from '@unblind/simulation';
import { ColumnRanges } from './column-ranges';
import type { ImportRequest, SplitReport } from './import-data-set';
import type { Importer } from './importer';

/** One pass over the files of a data set: what was seen, and the blocks to be written, with their shifts. */
export class Reading {
  readonly tensors = new Set<string>();
  private readonly splits = new Map<SplitName, { rows: number; ranges: ColumnRanges; variations: string[] }>();
  private readonly shifted: readonly SplitName[];

  readonly notes: string[] = [];
  /** What the data set holds. */
  readonly kinds: DataGenerator['kinds'];

  constructor(
    private readonly manifest: Manifest,
    private readonly generator: DataGenerator,
    private readonly importer: Importer,
    private readonly request: Omit<ImportRequest, 'challenge' | 'from'>,
  ) {
    this.shifted = shiftedSplits(manifest);
    this.kinds = importer.kinds ?? generator.kinds;
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
    const { views, truth } = this.kinds;
    const axes = Object.fromEntries(Object.entries(this.manifest.data.views).map(([name, view]) => [name, view.axes]));
    const names = { ...axes, ...this.importer.columns };
    const about = this.splits.get(split) ?? { rows: 0, ranges: new ColumnRanges({ ...views, ...truth }, names), variations: [] };
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
