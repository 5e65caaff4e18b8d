const KiB = 1024;
const MiB = 1024 ** 2;

/** What an image may consist of. The size of its archive is the phase's limit and is held where it is uploaded. */
export interface ImageLimits {
  /** All layers, decompressed; and what they take once unpacked, in blocks of 4 KiB. */
  unpackedBytes: number;
  /** Files, folders and links of all layers together: each takes an inode. */
  entries: number;
}

export function imageLimitsFor(archiveBytes: number): ImageLimits {
  // Python with a deep-learning library packs to about 2.5 times less; more than 8 times is a bomb.
  return { unpackedBytes: 8 * archiveBytes, entries: 200_000 };
}

/** Bounds of the format itself: far above what any builder writes, far below what hurts. */
export const formatLimits = {
  archiveEntries: 1000,
  jsonBytes: 2 * MiB,
  layers: 127,
  nameBytes: 255,
  /** PATH_MAX is 4096, and the place where it is unpacked comes before it. */
  pathBytes: 2048,
  depth: 100,
  /** Followed from one path; the kernel's own bound. */
  links: 40,
  /** What whiteouts may make us walk through. */
  removals: 2_000_000,
  environmentBytes: 64 * KiB,
  commandBytes: 64 * KiB,
  block: 4 * KiB,
} as const;
