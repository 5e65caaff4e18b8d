import type { Area } from '@unblind/storage';

/** The areas of the store that each step opens, and no other: what starts a participant's program holds no truth. */
export const stepAreas = {
  // `public`: it tries containers on the public sample.
  inspect: ['submissions', 'public', 'results'],
  /** Times too. */
  run: ['submissions', 'public', 'hidden', 'results'],
  score: ['public', 'truth', 'results'],
  prepare: ['public', 'hidden', 'truth'],
} as const satisfies Record<string, readonly Area[]>;
