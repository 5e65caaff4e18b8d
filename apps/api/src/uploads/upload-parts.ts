import { maximumParts } from '@unblind/storage';
import { limits } from '../common/limits';

export interface Part {
  number: number;
  offset: number;
  bytes: number;
}

/** The usual part size, or a larger one in whole MiB if the file would need too many parts. */
export function partBytesFor(bytes: number): number {
  const mebibyte = 1024 ** 2;
  return Math.max(limits.partBytes, Math.ceil(bytes / maximumParts / mebibyte) * mebibyte);
}

export function partsOf(bytes: number, partBytes: number): Part[] {
  return Array.from({ length: Math.ceil(bytes / partBytes) }, (_, index) => {
    const offset = index * partBytes;
    return { number: index + 1, offset, bytes: Math.min(partBytes, bytes - offset) };
  });
}
