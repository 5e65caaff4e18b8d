import { PlatformFault } from '@unblind/contracts';
import type { Kind } from './kind';
import { scoresPerRow } from './scores';

/**
 * A challenge with a scorer of its organiser's own, which runs in the sandbox (`custom/run-scorer.ts`). What a model gave is stored
 * as `scores`, or by the name that the output contract's `as` says; a file of predictions as `scores`.
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
