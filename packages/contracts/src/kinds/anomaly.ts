import { z } from 'zod';
import { timedMetrics } from './cost-metrics';
import type { KindDeclaration } from './declaration';

/** Anomaly detection: a score per event, larger for events that look new, or an answer about a black box. */
export const anomaly = {
  title: 'Anomaly detection',
  predictions: [{ formats: ['csv', 'npy', 'npz'], columns: ['score'] }],
  outputs: { meanings: z.enum(['scores']), default: 'scores' },
  metrics: {
    auc: {
      title: 'Area under the ROC curve',
      symbol: 'AUC',
      meaning: 'The chance that a random signal event scores above a random background one.',
      order: 'higher',
      range: [0, 1],
    },
    'max-sic': {
      title: 'Largest significance improvement',
      symbol: 'max SIC',
      meaning: 'The best factor by which a cut on the score improves S/√B, above a floor on the background.',
      order: 'higher',
      range: [0, Infinity],
    },
    'dark-machines': {
      title: 'Largest significance improvement at three background efficiencies',
      symbol: 'Dark Machines SIC',
      meaning: 'The largest factor at ε_B = 0.01, 0.001 and 0.0001, as the Dark Machines challenge compares detectors.',
      order: 'higher',
      range: [0, Infinity],
    },
    bits: {
      title: 'Bits won by the answer',
      symbol: 'Bits',
      meaning: 'Log probability given to the truth, above an uninformative answer.',
      order: 'higher',
      range: [-Infinity, Infinity],
      ofAnswers: true,
    },
    'discovery-bits': {
      title: 'Bits of the claim',
      symbol: 'Claim',
      meaning: 'The part of the score for saying whether there is a signal; a false discovery costs.',
      order: 'higher',
      range: [-Infinity, 1],
      ofAnswers: true,
    },
  },
  families: {
    'max-sic': {
      title: 'Largest significance improvement, ε_B > {at}',
      symbol: 'max SIC (ε_B > {at})',
      meaning: 'The best factor by which a cut on the score improves S/√B, above that floor on the background.',
      order: 'higher',
      range: [0, Infinity],
      // Without a floor the maximum would hang on a single background event.
      at: { name: 'floor on the background efficiency', range: [0, 1], excluded: [1] },
      example: 'max-sic@1e-2',
    },
    sic: {
      title: 'Significance improvement at ε_B = {at}',
      symbol: 'SIC (ε_B = {at})',
      meaning: 'The factor by which a cut that keeps {percent} of the background improves S/√B.',
      order: 'higher',
      range: [0, Infinity],
      at: { name: 'background efficiency', range: [0, 1], excluded: [0, 1] },
      example: 'sic@0.01',
    },
    'signal-efficiency': {
      title: 'Signal efficiency at ε_B\u00a0=\u00a0{at}',
      symbol: 'ε_S (ε_B\u00a0=\u00a0{at})',
      meaning: 'The share of the signal kept where the cut keeps {percent} of the background.',
      order: 'higher',
      range: [0, 1],
      at: { name: 'background efficiency', range: [0, 1], excluded: [0, 1] },
      example: 'signal-efficiency@0.01',
    },
    'mass-sculpting': {
      title: 'Mass sculpting at ε_B\u00a0=\u00a0{at}',
      symbol: 'JSD (ε_B\u00a0=\u00a0{at})',
      meaning: 'How much a cut that keeps {percent} of the background changes its mass distribution: a divergence in bits.',
      order: 'lower',
      range: [0, 1],
      distance: true,
      at: { name: 'background efficiency', range: [0, 1], excluded: [0, 1] },
      example: 'mass-sculpting@0.01',
    },
    pull: {
      title: 'Pull of {subject}',
      symbol: 'Pull {subject}',
      meaning: 'Distance of answer and truth, in the answer’s own uncertainties.',
      order: 'lower',
      range: [0, Infinity],
      ofAnswers: true,
      subject: 'quantity',
      example: 'pull-mass',
    },
  },
  timed: timedMetrics,
} as const satisfies KindDeclaration;
