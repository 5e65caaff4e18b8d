import type { Area } from '@unblind/storage';

/** The only areas of the store that each step may open. A step that starts a participant's program has no access to truth. */
export const stepAreas = {
  // `public`: containers are tried on the public sample.
  inspect: ['submissions', 'public', 'results'],
  /** Also for timings. */
  run: ['submissions', 'public', 'hidden', 'results'],
  score: ['public', 'truth', 'results'],
  prepare: ['public', 'hidden', 'truth'],
  publish: ['public', 'truth'],
} as const satisfies Record<string, readonly Area[]>;
