import { scoreAnomaly } from '@unblind/scoring';
import type { LocalKind } from '../local-kind';
import { readLabelledScores } from '../read-labelled-scores';

/** `max-sic` considers background efficiencies above --floor; by default, above the scorer's own floor. */
export const anomaly: LocalKind = {
  metrics: ['auc', 'max-sic'],
  aliases: { max_sic: 'max-sic' },
  floored: 'max-sic',
  score: async (files, context) => {
    const { labels, scores } = await readLabelledScores(files);
    return scoreAnomaly({ labels }, scores, context);
  },
};
