import type { Area } from '@unblind/storage';

/** The only areas of the store that each step may open. What starts a participant's program opens none: its files come by address. */
export const stepAreas = {
  score: ['public', 'truth', 'results'],
  prepare: ['public', 'hidden', 'truth'],
  publish: ['public', 'truth'],
} as const satisfies Record<string, readonly Area[]>;
