import { buffer } from 'node:stream/consumers';
import { bytesPerElement, elementsOf, maximumHeaderBytes, parseNpyHeader, toTypedArray } from '@unblind/npy';
import type { NpyHeader } from '@unblind/npy';
import type { StorageArea } from '@unblind/storage';

/** Machines sum in different orders, and a GPU may use fewer bits. Relative; absolute for values below 1. */
const tolerances = { cpu: 1e-3, gpu: 2e-2 } as const;
/** Of the values of a tensor, so many may differ by more: those of a decision that is on the edge. */
const shareOnTheEdge = 1e-3;
const chunkBytes = 4 * 1024 ** 2;

/** A tensor of predictions: an npy file. */
export interface Tensor {
  /** `1/nominal/scores` */
  name: string;
  key: string;
  bytes: number;
  sha256: string;
}

/** How far two sets of predictions agree. */
export interface Comparison {
  agrees: boolean;
  /** Values that were compared one by one. Tensors with equal bytes are not among them. */
  compared: number;
  /** Those of them that differ by more than the tolerance. */
  differing: number;
  /** The largest difference; null if every tensor has equal bytes, or one of them cannot be compared. */
  largest: number | null;
  /** The first tensor that does not agree. */
  where: string | null;
}

/** Compares predictions of one submission that were made on two machines. Integers must be equal. */
export async function comparePredictions(
  area: StorageArea,
  { first, second, onGpu }: { first: readonly Tensor[]; second: readonly Tensor[]; onGpu: boolean },
): Promise<Comparison> {
  const total: Comparison = { agrees: true, compared: 0, differing: 0, largest: null, where: null };
  const others = new Map(second.map((tensor) => [tensor.name, tensor]));
  for (const tensor of first) {
    const other = others.get(tensor.name);
    if (other?.sha256 === tensor.sha256) continue;
    const difference = other && (await differenceOf(area, [tensor, other], onGpu ? tolerances.gpu : tolerances.cpu));
    if (difference) {
      total.compared += difference.compared;
      total.differing += difference.differing;
      total.largest = Math.max(total.largest ?? 0, difference.largest);
      if (difference.differing <= shareOnTheEdge * difference.compared) continue;
    }
    total.agrees = false;
    total.where ??= tensor.name;
  }
  return total;
}

/** Null if the tensors have no common shape and type. */
async function differenceOf(area: StorageArea, [a, b]: readonly [Tensor, Tensor], tolerance: number) {
  const [first, second] = [await headerOf(area, a), await headerOf(area, b)];
  if (first === null || second === null) return null;
  if (first.dtype !== second.dtype || String(first.shape) !== String(second.shape)) return null;
  const size = bytesPerElement(first.dtype);
  const bytes = elementsOf(first.shape) * size;
  if (first.dataOffset + bytes !== a.bytes || second.dataOffset + bytes !== b.bytes) return null;
  const isFloat = first.dtype.startsWith('float');
  const sum = { compared: bytes / size, differing: 0, largest: 0 };
  for (let offset = 0; offset < bytes; offset += chunkBytes) {
    const range = (header: NpyHeader) => ({ offset: header.dataOffset + offset, length: Math.min(chunkBytes, bytes - offset) });
    const [x, y] = await Promise.all([read(area, a.key, range(first)), read(area, b.key, range(second))]);
    const [left, right] = [toTypedArray(first.dtype, x), toTypedArray(first.dtype, y)];
    for (let at = 0; at < left.length; at++) {
      const [p, q] = [Number(left[at]), Number(right[at])];
      if (Object.is(p, q)) continue;
      const difference = Math.abs(p - q);
      sum.largest = Math.max(sum.largest, Number.isFinite(difference) ? difference : 0);
      // Written so that NaN differs.
      if (!(difference <= (isFloat ? tolerance * Math.max(1, Math.abs(p), Math.abs(q)) : 0))) sum.differing++;
    }
  }
  return sum;
}

/** Null if the file is not one that the platform would have written. */
async function headerOf(area: StorageArea, { key, bytes }: Tensor): Promise<NpyHeader | null> {
  const start = await read(area, key, { offset: 0, length: Math.min(bytes, maximumHeaderBytes) });
  try {
    return parseNpyHeader(start);
  } catch {
    return null;
  }
}

async function read(area: StorageArea, key: string, range: { offset: number; length: number }): Promise<Buffer> {
  return buffer(await area.getRange(key, range));
}
