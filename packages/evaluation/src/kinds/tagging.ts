import { scoreTagging } from '@unblind/scoring';
import type { Kind } from './kind';
import { scoresPerRow } from './scores';
import { floatsOf, truthColumn } from './tensors';

/** Signal against background: one score per row. Truth: `labels`, and `mass` for the metrics of mass sculpting. */
export const tagging: Kind = {
  ...scoresPerRow,
  async score({ split, predictions, context }) {
    const labels = Uint8Array.from(await truthColumn(split, 'labels'));
    const mass = split.truth.mass ? await truthColumn(split, 'mass') : undefined;
    return scoreTagging({ labels, mass }, floatsOf(predictions, 'scores'), context);
  },
};
