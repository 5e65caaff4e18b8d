import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The reference vectors lie beside the repository: they are too large to be part of it. */
const root = resolve(__dirname, '../../../shared/fixtures');

export const hasFixtures = existsSync(root);

export function fixturePath(...parts: string[]): string {
  return join(root, ...parts);
}

/** `describe`, or a visible skip where the reference vectors are absent. */
export const describeWithFixtures: jest.Describe = hasFixtures ? describe : describe.skip;

export function readJson<T>(...parts: string[]): T {
  return JSON.parse(readFileSync(fixturePath(...parts), 'utf8')) as T;
}

/** A little-endian .npy array of u1, f4 or f8, flattened. */
export function readNpy(...parts: string[]): Uint8Array | Float32Array | Float64Array {
  return parseNpy(readFileSync(fixturePath(...parts)));
}

export function parseNpy(file: Buffer): Uint8Array | Float32Array | Float64Array {
  const start = 10 + file.readUInt16LE(8);
  const dtype = /'descr': '[<|]([a-z]\d)'/.exec(file.toString('latin1', 10, start))?.[1];
  const bytes = new Uint8Array(file.subarray(start)).buffer;
  if (dtype === 'u1') return new Uint8Array(bytes);
  if (dtype === 'f4') return new Float32Array(bytes);
  if (dtype === 'f8') return new Float64Array(bytes);
  throw new Error(`Unsupported dtype ${dtype}`);
}
