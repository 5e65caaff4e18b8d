import { z } from 'zod';
import { timedMetrics } from './cost-metrics';
import type { KindDeclaration } from './declaration';

/** A signal strength with an interval, for each of many pseudo-experiments. */
export const intervalEstimation = {
  title: 'Interval estimation',
  predictions: [
    { formats: ['csv', 'npy'], columns: ['mu_hat', 'p16', 'p84', 'delta_mu_hat (optional)'] },
    { formats: ['json'], columns: ['mu_hats', 'delta_mu_hats', 'p16', 'p84'] },
  ],
  outputs: { meanings: z.enum(['scores', 'interval']), default: 'scores' },
  metrics: {
    quantile_score: {
      title: 'Quantile score',
      symbol: 'Score',
      meaning: 'Rewards narrow intervals and charges for coverage far from 68.27 %.',
      order: 'higher',
      range: [-Infinity, Infinity],
      dependsOnSize: true,
    },
    width_term: {
      title: 'Score before the penalty',
      symbol: 'Width term',
      meaning: 'What the width alone would score.',
      order: 'higher',
      range: [-Infinity, Infinity],
      dependsOnSize: true,
    },
    coverage_penalty: {
      title: 'Penalty for the coverage',
      symbol: 'Penalty',
      meaning: 'What the score loses to its coverage; 0 within the band.',
      order: 'lower',
      range: [0, Infinity],
      dependsOnSize: true,
    },
    coverage: {
      title: 'Coverage',
      symbol: 'Coverage',
      meaning: 'The share of intervals that hold the true signal strength; 0.6827 is claimed.',
      order: { closestTo: 0.6827 },
      range: [0, 1],
    },
    interval_width: {
      title: 'Mean interval width',
      symbol: 'Width',
      meaning: 'Narrower is better, as long as it covers.',
      order: 'lower',
      range: [0, Infinity],
    },
    bias: {
      title: 'Bias',
      symbol: 'Bias',
      meaning: 'How far estimates lie above the truth on average.',
      order: { closestTo: 0 },
      range: [-Infinity, Infinity],
    },
    rmse: {
      title: 'Error of estimate and uncertainty, squared',
      symbol: 'RMSE',
      meaning: 'FAIR Universe’s: it asks that the uncertainty tells the error.',
      order: 'lower',
      range: [0, Infinity],
    },
    mae: {
      title: 'Error of estimate and uncertainty, absolute',
      symbol: 'MAE',
      meaning: 'FAIR Universe’s: it asks that the uncertainty tells the error.',
      order: 'lower',
      range: [0, Infinity],
    },
    pull_mean: {
      title: 'Mean of the pulls',
      symbol: 'Pull mean',
      meaning: 'Of (estimate − truth) / uncertainty; 0 for an unbiased method.',
      order: { closestTo: 0 },
      range: [-Infinity, Infinity],
    },
    pull_width: {
      title: 'Width of the pulls',
      symbol: 'Pull width',
      meaning: '1 for honest uncertainties; above, they are too small.',
      order: { closestTo: 1 },
      range: [0, Infinity],
    },
    edge_uniformity: {
      title: 'Intervals near the ends of the range',
      symbol: 'Edge p',
      meaning: 'Chance that they lie about the truth as elsewhere; below 0.001 a method is flagged as clipping its intervals.',
      order: 'higher',
      range: [0, 1],
    },
  },
  families: {},
  timed: timedMetrics,
} as const satisfies KindDeclaration;
