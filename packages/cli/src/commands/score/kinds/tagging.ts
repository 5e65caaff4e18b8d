import { scoreTagging } from '@unblind/scoring';
import type { LocalKind } from '../local-kind';
import { readLabelledScores } from '../read-labelled-scores';

export const tagging: LocalKind = {
  metrics: ['auc', 'accuracy', 'rejection@0.3', 'rejection@0.5', 'ece'],
  score: async (files, context) => {
    const { labels, scores } = await readLabelledScores(files);
    return scoreTagging({ labels }, scores, context);
  },
};
