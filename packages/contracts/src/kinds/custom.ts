import { z } from 'zod';
import { timedMetrics } from './cost-metrics';
import type { KindDeclaration } from './declaration';

/** Challenges with an organiser's scorer, which is free to name its metrics and outputs. */
export const custom = {
  title: 'Custom scoring',
  predictions: [{ formats: ['csv', 'npy', 'npz'], columns: ['score'] }],
  outputs: { meanings: z.string().regex(/^[\w-]+$/, 'a name of letters, digits, _ and -'), default: 'scores' },
  metrics: {},
  families: {},
  timed: timedMetrics,
} as const satisfies KindDeclaration;
