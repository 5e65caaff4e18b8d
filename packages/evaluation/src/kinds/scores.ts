import { combineScores } from '@unblind/scoring';
import type { Kind } from './kind';
import { readFile } from './read-file';
import { floatsOf } from './tensors';

/** One score per row, from a model or a file; for kinds that need nothing else. */
export const scoresPerRow: Pick<Kind, 'interpret' | 'readFile' | 'combine'> = {
  interpret: ({ dtype, data, shape }) => Promise.resolve({ scores: { dtype, data, shape } }),
  readFile,
  combine(all) {
    const data = combineScores(
      all.map((predictions) => floatsOf(predictions, 'scores')),
      'mean',
    );
    return { scores: { dtype: 'float64', shape: [data.length], data } };
  },
};
