import { z } from 'zod';
import { timedMetrics } from './cost-metrics';
import type { KindDeclaration } from './declaration';

/** Signal against background: one score per row, higher for signal. */
export const tagging = {
  title: 'Jet tagging',
  predictions: [{ formats: ['csv', 'npy', 'npz'], columns: ['score'] }],
  outputs: { meanings: z.enum(['scores']), default: 'scores' },
  metrics: {
    auc: {
      title: 'Area under the ROC curve',
      symbol: 'AUC',
      meaning: 'The chance that a random signal sample scores above a random background one.',
      order: 'higher',
      range: [0, 1],
    },
    accuracy: {
      title: 'Accuracy',
      symbol: 'Accuracy',
      meaning: 'The share of signal and the share of background that a cut at score 0.5 gets right, averaged.',
      order: 'higher',
      range: [0, 1],
    },
    ece: {
      title: 'Calibration error',
      symbol: 'ECE',
      meaning:
        'How far scores are from the frequencies they claim to be: root mean square over bins of the score with equally much signal and background, without the noise of the bins. 0 is calibrated.',
      order: 'lower',
      range: [0, 1],
    },
    'ece-confidence': {
      title: 'Calibration error of the confidence',
      symbol: 'ECE_c',
      meaning:
        'How far the confidence is from the accuracy: root mean square over bins of the confidence with equally much signal and background, without the noise of the bins. 0 is calibrated.',
      order: 'lower',
      range: [0, 1],
    },
    brier: {
      title: 'Brier score',
      symbol: 'Brier',
      meaning: 'The mean squared distance of score and label.',
      order: 'lower',
      range: [0, 1],
    },
    disco: {
      title: 'Distance correlation of score and mass',
      symbol: 'DisCo',
      meaning: 'Zero when score and mass of the background are independent.',
      order: 'lower',
      range: [0, 1],
      distance: true,
    },
  },
  families: {
    rejection: {
      title: 'Background rejection at ε_S\u00a0=\u00a0{at}',
      symbol: '1/ε_B (ε_S\u00a0=\u00a0{at})',
      meaning: 'How many background samples it takes for one to pass as signal, where the cut keeps {percent} of the signal.',
      order: 'higher',
      range: [1, Infinity],
      at: { name: 'signal efficiency', range: [0, 1], excluded: [0] },
      example: 'rejection@0.3',
    },
    'mass-sculpting': {
      title: 'Mass sculpting at ε_S\u00a0=\u00a0{at}',
      symbol: 'JSD (ε_S\u00a0=\u00a0{at})',
      meaning: 'How much the cut changes the mass distribution of the background that passes it: a divergence in bits.',
      order: 'lower',
      range: [0, 1],
      distance: true,
      at: { name: 'signal efficiency', range: [0, 1], excluded: [0] },
      example: 'mass-sculpting@0.5',
    },
  },
  timed: timedMetrics,
} as const satisfies KindDeclaration;
