import { z } from 'zod';
import { timedMetrics } from './cost-metrics';
import type { KindDeclaration } from './declaration';

/** Several named classes: each row has one probability per class. */
export const classification = {
  title: 'Event classification',
  predictions: [{ formats: ['csv', 'npy', 'npz'], columns: ['one column for each class, named as it is'] }],
  outputs: { meanings: z.enum(['probabilities']), default: 'probabilities' },
  metrics: {
    auc: {
      title: 'Area under the ROC curve, mean over pairs of classes',
      symbol: 'AUC',
      meaning:
        'The chance that of two events of different classes the right one has the larger probability, averaged over all pairs of classes.',
      order: 'higher',
      range: [0, 1],
    },
    accuracy: {
      title: 'Accuracy',
      symbol: 'Accuracy',
      meaning: 'The share of each class whose largest probability is that of the class, averaged over the classes.',
      order: 'higher',
      range: [0, 1],
    },
    log_loss: {
      title: 'Log loss',
      symbol: 'Log loss',
      meaning: 'Minus the mean logarithm of the probability given to the true class.',
      order: 'lower',
      range: [0, Infinity],
    },
    brier: {
      title: 'Brier score',
      symbol: 'Brier',
      meaning: 'The mean squared distance of the probabilities from the truth, summed over the classes.',
      order: 'lower',
      range: [0, 2],
    },
    ece: {
      title: 'Calibration error',
      symbol: 'ECE',
      meaning:
        'How far the largest probability is from the accuracy: root mean square over bins of the probability with all classes weighted equally, without the noise of the bins. 0 is calibrated.',
      order: 'lower',
      range: [0, 1],
    },
  },
  families: {
    rejection: {
      title: 'Background rejection of {subject} at ε_S\u00a0=\u00a0{at}',
      symbol: '1/ε_B ({subject}, ε_S\u00a0=\u00a0{at})',
      meaning: 'How many events of the background class it takes for one to pass as {subject}, where the cut keeps {percent} of {subject}.',
      order: 'higher',
      range: [1, Infinity],
      subject: 'class',
      at: { name: 'signal efficiency', range: [0, 1], excluded: [0] },
      example: 'rejection:Hbb@0.5',
    },
  },
  timed: timedMetrics,
} as const satisfies KindDeclaration;
