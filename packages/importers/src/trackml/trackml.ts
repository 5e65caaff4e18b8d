import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { openFileCollection, type FileCollection } from '@unblind/tensors';
import { notFound, refuse } from '../faults';
import type { ImportedBlock, Importer, SourceFile } from '../importer';
import { readModules } from './detector';
import { readEvent } from './read-event';

const events = 8850;
/** Kaggle published the truth of the training events alone: here each hundred of them is shared out alike. */
const shares = [
  { split: 'train', from: 0, to: 70 },
  { split: 'sample', from: 70, to: 72 },
  { split: 'public', from: 72, to: 86 },
  { split: 'private', from: 86, to: 100 },
];
const shareOf = (number: number): string => shares.find(({ to }) => number % 100 < to)!.split;

const expected = 'event*-hits.csv, -cells, -particles and -truth (.gz or not), in a folder or a zip file';

/** TrackML's events as CSV files: train_sample.zip, train_1.zip to train_5.zip, or a folder of them. */
export const trackml: Importer = {
  whole: Object.fromEntries(
    shares.map(({ split }) => [
      split,
      Array.from({ length: events }, (_, number) => shareOf(number)).filter((name) => name === split).length,
    ]),
  ),
  checksums: {},
  columns: { hit_truth: ['tx', 'ty', 'tz', 'tpx', 'tpy', 'tpz'], particles: ['vx', 'vy', 'vz', 'px', 'py', 'pz'] },
  async find(from) {
    if (!(await stat(from).catch(() => null))) return notFound(from, expected);
    return [{ name: basename(from), path: from }];
  },
  async *read(sources, context) {
    for (const source of sources) {
      const files = await open(source);
      try {
        yield* readEvents(source, files, context);
      } finally {
        files.close();
      }
    }
  },
};

async function* readEvents(
  source: SourceFile,
  files: FileCollection,
  context: Parameters<Importer['read']>[1],
): AsyncGenerator<ImportedBlock> {
  const all = eventsOf(files, 'hits');
  const withTruth = new Set(eventsOf(files, 'truth'));
  const names = all.filter((event) => withTruth.has(event));
  if (names.length === 0) refuse({ file: source }, 'There are no events with their truth.', { expected });
  if (names.length < all.length) context.note(`${all.length - names.length} events without truth are left out.`);
  const modules = await readModules(source, files);
  if (!modules) context.note('There is no detectors.csv: whether the hits are of its modules is not checked.');
  let renumbered = 0;
  for (const [number, event] of names.entries()) {
    const split = shareOf(number);
    if (context.room(split) > 0) {
      const { tensors, isRenumbered } = await readEvent({ source, files, event, modules });
      if (isRenumbered) renumbered++;
      yield { split, count: 1, tensors };
    }
    context.onProgress(number + 1, names.length, 'events');
  }
  if (renumbered > 0) context.note(`${renumbered} events hold a part of their hits, which are numbered anew from 1.`);
}

function eventsOf({ names }: FileCollection, table: string): string[] {
  return names.flatMap((name) => new RegExp(`^(event\\d{9})-${table}\\.csv$`).exec(name)?.[1] ?? []).sort();
}

async function open(source: SourceFile): Promise<FileCollection> {
  try {
    return await openFileCollection(source.path);
  } catch (error) {
    return refuse({ file: source }, `This is no folder and no whole zip file: ${error instanceof Error ? error.message : String(error)}.`, {
      expected,
    });
  }
}
