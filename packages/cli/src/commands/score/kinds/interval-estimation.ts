import { scoreIntervalEstimation } from '@unblind/scoring';
import type { LocalKind } from '../local-kind';
import { onlyTruth } from '../only-truth';
import { predictionsFromCsv, truthFromCsv } from '../interval-files/csv';
import { predictionsFromJson, truthFromJson } from '../interval-files/json';
import { experimentsOf } from '../interval-files/sets-of-truth';

const isCsv = (file: string): boolean => /\.csv(\.gz)?$/i.test(file);

/** Each file may be JSON or CSV; its extension decides. */
export const intervalEstimation: LocalKind = {
  metrics: ['quantile_score', 'coverage', 'interval_width', 'rmse', 'mae'],
  score: async (files, context) => {
    const file = onlyTruth(files);
    const sets = isCsv(file) ? await truthFromCsv(file) : await truthFromJson(file);
    const results = isCsv(files.predictions)
      ? await predictionsFromCsv(files.predictions, sets.setIds)
      : await predictionsFromJson(files.predictions);
    const { truth, estimates } = experimentsOf(sets, results);
    return scoreIntervalEstimation(truth, estimates, context);
  },
};
