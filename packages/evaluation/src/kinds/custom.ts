import { PlatformFault } from '@unblind/contracts';
import type { Kind } from './kind';
import { scoresPerRow } from './scores';

/**
 * A challenge whose organiser brings a scorer, which runs in the sandbox (`custom/run-scorer.ts`). A model's output is stored under
 * the name in the output contract's `as`, or as `scores` if there is none; a file of predictions is stored as `scores`.
 */
export const custom: Kind = {
  interpret({ as, dtype, shape, data }) {
    return Promise.resolve({ [as ?? 'scores']: { dtype, shape, data } });
  },
  readFile: scoresPerRow.readFile,
  score() {
    throw new PlatformFault('internal', { message: "An organiser's scorer runs in the sandbox.", fix: 'Nothing is wrong with your file.' });
  },
};
