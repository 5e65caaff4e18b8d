import { ParticipantFault, PlatformFault } from '@unblind/contracts';
import { scoreClassification } from '@unblind/scoring';
import type { Kind } from './kind';
import { floatsOf, truthColumn } from './tensors';

/** Several named classes: a probability for each of them and per row. Truth: `labels`, the classes' places in `scoring.classes`. */
export const classification: Kind = {
  interpret({ dtype, shape, data }, { rows, manifest }) {
    const classes = manifest.scoring.classes ?? [];
    if (data.length === rows * classes.length) return Promise.resolve({ scores: { dtype, shape, data } });
    throw new ParticipantFault('model-output-shape', {
      message: `The model gave ${data.length} numbers for ${rows} rows of ${classes.length} classes.`,
      expected: `a probability for each of ${classes.join(', ')}`,
      got: String(data.length / rows),
      fix: 'Return a tensor of shape [N, classes].',
    });
  },
  async score({ split, predictions, context, manifest }) {
    const { classes, background } = manifest.scoring;
    if (!classes)
      throw new PlatformFault('scorer-failed', {
        message: 'The challenge names no classes.',
        fix: 'Nothing is wrong with your file.',
      });
    const labels = Uint8Array.from(await truthColumn(split, 'labels'));
    return scoreClassification({ labels, classes, background }, floatsOf(predictions, 'scores'), context);
  },
};
