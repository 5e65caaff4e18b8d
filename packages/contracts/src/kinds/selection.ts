import { z } from 'zod';
import { timedMetrics } from './cost-metrics';
import type { KindDeclaration } from './declaration';

/** Event selection for a discovery: which events are selected, and in which order they look like signal. */
export const selection = {
  title: 'Event selection',
  predictions: [{ formats: ['csv'], columns: ['EventId', 'RankOrder', 'Class'] }],
  outputs: { meanings: z.enum(['scores']), default: 'scores' },
  metrics: {
    ams: {
      title: 'Approximate median significance',
      symbol: 'AMS',
      meaning: 'The significance, in standard deviations, that a counting experiment in the selected region would expect.',
      order: 'higher',
      range: [0, Infinity],
    },
    ams_best: {
      title: 'Largest AMS over all cuts',
      symbol: 'best AMS',
      meaning: 'The AMS at the best cut on the ranking, which is chosen on other events than those it is quoted on.',
      order: 'higher',
      range: [0, Infinity],
    },
  },
  families: {},
  timed: timedMetrics,
} as const satisfies KindDeclaration;
