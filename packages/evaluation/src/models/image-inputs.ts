import { ParticipantFault, PlatformFault, nearest } from '@unblind/contracts';
import type { ViewCatalogue } from '@unblind/contracts';
import { NpyFile, materializeView, type NpyArray } from '@unblind/tensors';
import type { LocalSplit } from '../local-split';

/** Limits how much data lies in /input at a time. */
const usualRowsPerRequest = 1000;

interface Sources {
  views: ViewCatalogue;
  split: LocalSplit;
  viewsDirectory: string;
  rowsPerRequest?: number;
}

/** The inputs of a container's requests: slices of the views that it asks for. */
export interface ImageInputs {
  /** Number of rows of each request, or of entries of its set. */
  sizes: readonly number[];
  /** True if each request is one set. */
  sets: boolean;
  unit: string;
  /** Sets the views that requests contain; by default the stored ones. @throws ParticipantFault for an unknown view */
  choose(asked: readonly string[] | undefined): void;
  of(request: number): AsyncGenerator<NpyArray & { name: string }>;
  close(): Promise<void>;
}

/** @throws PlatformFault if the split has no views */
export async function openImageInputs({
  views,
  split,
  viewsDirectory,
  rowsPerRequest = usualRowsPerRequest,
}: Sources): Promise<ImageInputs> {
  const files = new Map<string, Promise<NpyFile>>();
  const stored = Object.keys(split.views);
  let chosen: readonly string[] = stored;
  // The first view of sets that the challenge names; for a tracking event this is its hits.
  const setView = Object.keys(views).find((name) => name in split.views && name in split.lengths);
  const sizes = setView === undefined ? slices(split.rows, rowsPerRequest) : (split.lengths[setView] ?? []);

  /** Stored views are read in place; derived views of rows are computed first. */
  const fileOf = (name: string): Promise<NpyFile> => {
    const open = async (): Promise<NpyFile> => {
      const path =
        split.views[name] ?? (await materializeView({ name, views, stored: split.views, rows: split.rows, directory: viewsDirectory }));
      return NpyFile.open(path);
    };
    const file = files.get(name) ?? open();
    files.set(name, file);
    return file;
  };
  const isOffered = (name: string): boolean => name in split.views || (views[name]?.per === 'row' && views[name].from !== undefined);

  if (sizes.length === 0 || stored.length === 0)
    throw new PlatformFault('data-missing', {
      message: 'The split has no views for the container to answer.',
      fix: 'Prepare the data set again.',
    });
  return {
    sizes,
    sets: setView !== undefined,
    unit: setView !== undefined ? 'entries' : 'samples',
    choose(asked) {
      const unknown = asked?.find((name) => !isOffered(name));
      if (unknown !== undefined) throw noSuchView(unknown, Object.keys(views).filter(isOffered));
      chosen = asked ?? stored;
    },
    async *of(request) {
      for (const name of chosen) {
        const file = await fileOf(name);
        // A view that is not made of sets has one row for each set.
        const lengths =
          setView !== undefined ? (split.lengths[name] ?? split.lengths[views[name]?.from ?? ''] ?? sizes.map(() => 1)) : sizes;
        const start = lengths.slice(0, request).reduce((sum, length) => sum + length, 0);
        const count = lengths[request] ?? 0;
        yield { name, dtype: file.dtype, shape: [count, ...file.shape.slice(1)], data: await file.readRows(start, count) };
      }
    },
    async close() {
      for (const file of files.values()) await (await file.catch(() => null))?.close();
    },
  };
}

function slices(rows: number, rowsPerRequest: number): number[] {
  return Array.from({ length: Math.ceil(rows / rowsPerRequest) }, (_, at) => Math.min(rowsPerRequest, rows - at * rowsPerRequest));
}

function noSuchView(name: string, offered: readonly string[]): ParticipantFault {
  const close = nearest(name, offered);
  return new ParticipantFault('contract-input-unknown', {
    message: `the container asks for the view '${name.slice(0, 100)}', which this challenge does not offer to containers`,
    subject: name.slice(0, 100),
    expected: offered.join(', '),
    fix: close === null ? 'Name views of this challenge in the ready line.' : `Did you mean '${close}'?`,
  });
}
