import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parseNpy } from '@unblind/npy';
import { LocalFile, readNpz as readArrays } from '@unblind/tensors';
import { fixturePath, readVector } from '@unblind/testing';

/** The content of a file below test/vectors, unpacked where it is kept packed. */
export const vector = (path: string): Buffer => readVector('scoring', path);

/** The content of a third-party file, as published. */
export const fixture = (path: string): Buffer => readFileSync(fixturePath(path));

/** Vectors are trusted: each suite names the type of what it reads. */
export function readJson(path: string): unknown {
  return JSON.parse(vector(path).toString('utf8'));
}

/** The scores of a .npy file, as they were stored. */
export function readScores(file: Buffer): Float32Array | Float64Array {
  const { data } = parseNpy(file);
  if (data instanceof Float32Array || data instanceof Float64Array) return data;
  throw new Error('The array holds no floats.');
}

/** The labels of a .npy file. */
export const readLabels = (file: Buffer): Uint8Array => Uint8Array.from(parseNpy(file).data, Number);

/** The arrays of a vector that is an .npz file, flattened, as doubles. */
export async function readNpz(path: string): Promise<Record<string, Float64Array>> {
  const arrays = await readArrays(new LocalFile(vector(path)), { bytes: 1e7, entries: 10 });
  return Object.fromEntries([...arrays].map(([name, { data }]) => [name, Float64Array.from(data, Number)]));
}

const isGzip = (file: Buffer): boolean => file[0] === 0x1f && file[1] === 0x8b;

/** A CSV file, gzipped or not, as columns of text. */
export function readCsv(file: Buffer): Record<string, string[]> {
  const text = (isGzip(file) ? gunzipSync(file) : file).toString('utf8');
  const [header = [], ...rows] = text
    .trimEnd()
    .split('\n')
    .map((line) => line.trimEnd().split(','));
  return Object.fromEntries(header.map((name, column) => [name, rows.map((row) => row[column] ?? '')]));
}

export function numbers(column: string[] | undefined): Float64Array {
  return Float64Array.from(column ?? [], Number);
}

export function bigints(column: string[] | undefined): BigInt64Array {
  return BigInt64Array.from(column ?? [], BigInt);
}
