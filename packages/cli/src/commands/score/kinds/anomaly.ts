import { scoreAnomaly } from '@unblind/scoring';
import type { LocalKind } from '../local-kind';
import { readLabelledScores } from '../read-labelled-scores';

/** `max_sic` considers background efficiencies above --floor; by default, above the scorer's own floor. */
export const anomaly: LocalKind = {
  metrics: ['auc', 'max_sic'],
  scorerName: (metric, floor) => {
    if (metric !== 'max_sic') return metric;
    return floor === undefined ? 'max-sic' : `max-sic@${floor}`;
  },
  score: async (files, context) => {
    const { labels, scores } = await readLabelledScores(files);
    return scoreAnomaly({ labels }, scores, context);
  },
};
