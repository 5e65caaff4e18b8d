import { writeFile } from 'node:fs/promises';
import { ParticipantFault } from '@unblind/contracts';
import { inspectOnnx } from '@unblind/onnx-inspect';
import { readImage } from '@unblind/sandbox';
import { LocalFile, NpyError, TableError, float64Column, int64Column, parseNpy, readNpz, readScores, readTable } from '@unblind/tensors';
import { Readable } from 'node:stream';
import { readIntervalSets } from '../../packages/tensors/src/predictions/interval-sets';
import { PickleError, readPickle } from '../../packages/tensors/src/hdf5/read-pickle';
import { zipOf } from '../../packages/tensors/src/test/zip';
import * as seeds from './seeds';

/** Where inputs come from: seeds that are mutated, and what is done with each before it is read. */
interface Source {
  seeds: readonly Uint8Array[];
  wrap?: (mutated: Buffer) => Uint8Array | Promise<Uint8Array>;
}

/** A reader of untrusted bytes. It returns (false for a refusal), or throws an error of its own; anything else is a finding. */
export interface Reader {
  sources: () => Promise<readonly Source[]> | readonly Source[];
  /** `path` is a file for readers of files. */
  read: (bytes: Uint8Array, path: string) => unknown;
  /** The errors by which it refuses. */
  refusals: readonly (abstract new (...args: never[]) => Error)[];
}

const rows = 3;
const limits = { unpackedBytes: 2 ** 20, entries: 200 };

const scores = (bytes: Uint8Array, path: string) =>
  fromFile(bytes, path, (file) => readScores(new LocalFile(file), { rows, select: 1, range: [0, 1] }));
async function columns(bytes: Uint8Array): Promise<void> {
  await readTable(Readable.from([Buffer.from(bytes)]), [int64Column(['id'], { optional: true }), float64Column(['score'])]);
}
async function fromFile<T>(bytes: Uint8Array, path: string, read: (path: string) => Promise<T>): Promise<T> {
  await writeFile(path, bytes);
  return read(path);
}

export const readers: Readonly<Record<string, Reader>> = {
  npy: { sources: () => [{ seeds: seeds.npys }], read: parseNpy, refusals: [NpyError] },
  npz: {
    sources: () => [{ seeds: seeds.npzs }, { seeds: seeds.npys, wrap: (npy) => zipOf({ 'scores.npy': npy }) }],
    read: (bytes, path) => fromFile(bytes, path, (file) => readNpz(new LocalFile(file), { bytes: 2 ** 20, entries: 10 })),
    refusals: [NpyError],
  },
  csv: {
    sources: () => [{ seeds: seeds.csvs }, { seeds: seeds.csvs }, { seeds: seeds.gzips }],
    // Either by the first byte: tables by columns, and files of scores.
    read: (bytes, path) => ((bytes[0] ?? 0) % 2 === 0 ? columns(bytes) : scores(bytes, path)),
    refusals: [ParticipantFault, TableError],
  },
  zip: {
    sources: () => [{ seeds: seeds.zips }, { seeds: seeds.csvs, wrap: seeds.zippedCsv }],
    read: scores,
    refusals: [ParticipantFault],
  },
  tar: {
    sources: async () => [
      { seeds: await seeds.images() },
      { seeds: await seeds.images(), wrap: seeds.withSums },
      { seeds: await seeds.layers(), wrap: (layer) => seeds.imageOf(seeds.withSums(layer)) },
    ],
    read: (bytes, path) => fromFile(bytes, path, (file) => readImage(file, limits)),
    refusals: [ParticipantFault],
  },
  protobuf: { sources: () => [{ seeds: seeds.models }], read: (bytes) => inspectOnnx(bytes).ok, refusals: [] },
  pickle: {
    sources: () => [{ seeds: seeds.pickles }],
    read: (bytes) => readPickle(Buffer.from(bytes).toString('latin1')),
    refusals: [PickleError],
  },
  intervals: {
    sources: () => [{ seeds: seeds.intervals }],
    read: (bytes, path) => fromFile(bytes, path, (file) => readIntervalSets(new LocalFile(file), rows)),
    refusals: [ParticipantFault],
  },
};
