import { type IntervalPredictions, scoreIntervalEstimation } from '@unblind/scoring';
import type { LocalKind } from '../local-kind';
import { onlyTruth } from '../only-truth';
import { predictionsFromCsv, truthFromCsv } from '../interval-files/csv';
import { predictionsFromJson, truthFromJson } from '../interval-files/json';

const isCsv = (file: string): boolean => /\.csv(\.gz)?$/i.test(file);

/** Each file may be JSON or CSV; its extension decides. */
export const intervalEstimation: LocalKind = {
  metrics: ['quantile_score', 'coverage', 'interval_width', 'rmse', 'mae'],
  score: async (files, context) => {
    const truth = onlyTruth(files);
    const { mu, setIds } = isCsv(truth) ? await truthFromCsv(truth) : await truthFromJson(truth);
    const predictions: IntervalPredictions = isCsv(files.predictions)
      ? await predictionsFromCsv(files.predictions, setIds)
      : await predictionsFromJson(files.predictions);
    return scoreIntervalEstimation({ mu }, predictions, context);
  },
};
