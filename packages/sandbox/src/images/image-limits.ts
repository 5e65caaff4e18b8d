const KiB = 1024;
const MiB = 1024 ** 2;

/** Limits of an image's contents. The phase limits the size of the archive, which is checked at upload. */
export interface ImageLimits {
  /** Limit both for all layers decompressed and for the unpacked files, in blocks of 4 KiB. */
  unpackedBytes: number;
  /** Number of files, folders and links of all layers together; each takes an inode. */
  entries: number;
}

export function imageLimitsFor(archiveBytes: number): ImageLimits {
  // Python with a deep-learning library compresses about 2.5 times; a ratio above 8 indicates a decompression bomb.
  return { unpackedBytes: 8 * archiveBytes, entries: 200_000 };
}

/** Limits of the image format: far above what any builder writes, far below what would do harm. */
export const formatLimits = {
  archiveEntries: 1000,
  jsonBytes: 2 * MiB,
  layers: 127,
  nameBytes: 255,
  /** PATH_MAX is 4096 and includes the path of the folder into which the image is unpacked. */
  pathBytes: 2048,
  depth: 100,
  /** Links followed while resolving one path; the same as the kernel's limit. */
  links: 40,
  /** Number of entries that may be visited to apply whiteouts. */
  removals: 2_000_000,
  environmentBytes: 64 * KiB,
  commandBytes: 64 * KiB,
  block: 4 * KiB,
} as const;
