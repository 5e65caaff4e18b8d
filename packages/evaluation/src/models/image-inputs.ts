import { ParticipantFault, PlatformFault, nearest } from '@unblind/contracts';
import type { ViewCatalogue } from '@unblind/contracts';
import { NpyFile, materializeView, type NpyArray } from '@unblind/tensors';
import type { LocalSplit } from '../local-split';
import { entriesOf, piecesAt, piecesOf, type Piece } from './pieces';
import type { RowOrder } from './row-order';

/** Limits how much data lies in /input at a time. */
const usualRowsPerRequest = 1000;

interface Sources {
  views: ViewCatalogue;
  split: LocalSplit;
  viewsDirectory: string;
  order: RowOrder;
  rowsPerRequest?: number;
}

/** The inputs of a container's requests: slices of the views that it asks for. */
export interface ImageInputs {
  /** The rows of each request, or its one set, by their index in the split. */
  requests: readonly (readonly number[])[];
  /** The number of entries of each set of the split; 1 for each row. */
  lengths: readonly number[];
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
  order,
  rowsPerRequest = usualRowsPerRequest,
}: Sources): Promise<ImageInputs> {
  const files = new Map<string, Promise<NpyFile>>();
  const pieces = new Map<string, Piece[]>();
  const stored = Object.keys(split.views);
  let chosen: readonly string[] = stored;
  // The first view of sets that the challenge names; for a tracking event this is its hits.
  const setView = Object.keys(views).find((name) => name in split.views && name in split.lengths);
  const lengths = setView === undefined ? Array.from({ length: split.rows }, () => 1) : (split.lengths[setView] ?? []);
  const ones = piecesOf(lengths.map(() => 1));
  const requests = slices(order(lengths.length), setView === undefined ? rowsPerRequest : 1);

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

  /** Where the rows of the view lie in its file. A view that is not made of sets has one row for each of them. */
  const piecesIn = (name: string): Piece[] => {
    const own = split.lengths[name] ?? split.lengths[views[name]?.from ?? ''];
    const found = pieces.get(name) ?? (setView !== undefined && own ? piecesOf(own) : ones);
    pieces.set(name, found);
    return found;
  };

  if (requests.length === 0 || stored.length === 0)
    throw new PlatformFault('data-missing', {
      message: 'The split has no views for the container to answer.',
      fix: 'Prepare the data set again.',
    });
  return {
    requests,
    lengths,
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
        const asked = piecesAt(piecesIn(name), requests[request]);
        yield { name, dtype: file.dtype, shape: [entriesOf(asked), ...file.shape.slice(1)], data: file.gather(asked) };
      }
    },
    async close() {
      for (const file of files.values()) await (await file.catch(() => null))?.close();
    },
  };
}

function slices(order: readonly number[], rowsPerRequest: number): number[][] {
  return Array.from({ length: Math.ceil(order.length / rowsPerRequest) }, (_, at) =>
    order.slice(at * rowsPerRequest, (at + 1) * rowsPerRequest),
  );
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
