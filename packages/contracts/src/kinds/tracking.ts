import { z } from 'zod';
import { timedMetrics } from './cost-metrics';
import type { KindDeclaration } from './declaration';

/** A track for each hit. */
export const tracking = {
  title: 'Track reconstruction',
  predictions: [{ formats: ['csv'], columns: ['event_id', 'hit_id', 'track_id'] }],
  outputs: { meanings: z.enum(['edge-scores', 'labels', 'embeddings']), default: null },
  metrics: {
    trackml_score: {
      title: 'TrackML score',
      symbol: 'Score',
      meaning: 'The weight of the hits that tracks share with the particles that they match; 1 for a perfect answer.',
      order: 'higher',
      range: [0, 1],
    },
    double_majority_efficiency: {
      title: 'Efficiency (double majority)',
      symbol: 'Efficiency (DM)',
      meaning: 'Particles with a track that has more than half of their hits, and more than half of whose hits are theirs.',
      order: 'higher',
      range: [0, 1],
    },
    double_majority_fake_rate: {
      title: 'Fake rate (double majority)',
      symbol: 'Fake rate (DM)',
      meaning: 'Tracks that match no particle by the double majority.',
      order: 'lower',
      range: [0, 1],
    },
    double_majority_duplicate_rate: {
      title: 'Duplicate rate (double majority)',
      symbol: 'Duplicate rate (DM)',
      meaning: 'Tracks whose particle another track matches already.',
      order: 'lower',
      range: [0, 1],
    },
    perfect_efficiency: {
      title: 'Efficiency (perfect matching)',
      symbol: 'Efficiency (perfect)',
      meaning: 'Particles with a track that has all of their hits and no other.',
      order: 'higher',
      range: [0, 1],
    },
    perfect_fake_rate: {
      title: 'Fake rate (perfect matching)',
      symbol: 'Fake rate (perfect)',
      meaning: 'Tracks that are not all and only the hits of a particle.',
      order: 'lower',
      range: [0, 1],
    },
    perfect_duplicate_rate: {
      title: 'Duplicate rate (perfect matching)',
      symbol: 'Duplicate rate (perfect)',
      meaning: 'Tracks whose particle another track matches perfectly already.',
      order: 'lower',
      range: [0, 1],
    },
    lhc_efficiency: {
      title: 'Efficiency (LHC matching)',
      symbol: 'Efficiency (LHC)',
      meaning: 'Particles with a track more than 75 % of whose hits are theirs.',
      order: 'higher',
      range: [0, 1],
    },
    lhc_fake_rate: {
      title: 'Fake rate (LHC matching)',
      symbol: 'Fake rate (LHC)',
      meaning: 'Tracks more than 75 % of whose hits are of no one particle.',
      order: 'lower',
      range: [0, 1],
    },
    lhc_duplicate_rate: {
      title: 'Duplicate rate (LHC matching)',
      symbol: 'Duplicate rate (LHC)',
      meaning: 'Tracks whose particle another track matches already, with more than 75 % of its hits.',
      order: 'lower',
      range: [0, 1],
    },
  },
  families: {},
  timed: {
    ...timedMetrics,
    seconds_per_event: {
      title: 'Time per event',
      symbol: 'Time/event',
      meaning: 'Mean time of the model on one event; graph and labels are made by the platform.',
      order: 'lower',
      range: [0, Infinity],
      unit: 's',
      timed: 'absolute',
    },
    throughput_score: {
      title: 'TrackML throughput score',
      symbol: 'Throughput score',
      meaning: '√(ln(1 + 600 s / t) (a − 0.5)²) of the accuracy a and the time t per event; 0 below an accuracy of 0.5.',
      order: 'higher',
      range: [0, Infinity],
      timed: 'absolute',
      quality: 'trackml_score',
    },
  },
} as const satisfies KindDeclaration;
