import { equalClasses } from '../../metrics/generic/equal-classes';
import { accuracy, correctlyTagged } from '../../metrics/tagging/accuracy';
import { auc, linearAuc } from '../../metrics/tagging/auc';
import { backgroundEfficiencyAt, backgroundRejection, noneCanPass } from '../../metrics/tagging/background-rejection';
import { brierScore } from '../../metrics/tagging/brier';
import { binForCalibration, type CalibrationConvention } from '../../metrics/tagging/calibration';
import { decorrelation } from '../../metrics/tagging/decorrelation';
import { countAbove, cutPoint, massBins, massSculpting, sculptedMass } from '../../metrics/tagging/mass-sculpting';
import type { RankedScores } from '../../metrics/tagging/ranked-scores';
import { rateAtCut } from '../../metrics/tagging/rate-at-cut';
import { rocCurve, totals, type RocCounts } from '../../metrics/tagging/roc';
import type { RocPoints } from '../../metrics/tagging/roc-points';
import { calibrationError } from '../calibration-error';
import { prepareMetric, type MetricTable, type Prepared } from '../metric-table';
import type { PreparedMetric } from '../prepared-metric';

/** Data that all metrics share, prepared once. */
export interface TaggingSample {
  readonly ranked: RankedScores;
  readonly corners: RocPoints;
  readonly mass: Float32Array | Float64Array | null;
}

/** One weighting of the events, by position in the ranking, with its ROC at the corners. Unit weights are the nominal. */
export interface WeightedSample {
  readonly weights: Uint8Array;
  readonly roc: RocCounts;
}

export type TaggingMetric = PreparedMetric<WeightedSample>;
const plain: MetricTable<'tagging', TaggingSample, WeightedSample>['plain'] = {
  auc: ({ ranked }) => {
    const linear = linearAuc(ranked);
    return { evaluate: ({ roc }) => auc(roc), replicate: ({ weights }) => linear(weights) };
  },
  accuracy: ({ ranked }) => {
    const correct = correctlyTagged(ranked);
    const balanced = equalClasses(ranked.isSignal, 2);
    return {
      evaluate: ({ weights }) => accuracy(correct, balanced(weights)),
      note: 'Scores rounded half to even; signal and background count equally.',
    };
  },
  ece: (sample) => calibration(sample, 'positive'),
  'ece-confidence': (sample) => calibration(sample, 'confidence'),
  brier: ({ ranked }) => ({ evaluate: ({ weights }) => brierScore(ranked, weights) }),
  disco: ({ ranked, mass }) => {
    if (!mass) return withoutMass;
    const evaluate = decorrelation(ranked, mass);
    return {
      evaluate: ({ weights }) => evaluate(weights),
      note: 'Distance correlation of score and mass among background.',
      whyUnscored: 'Undefined: all scores or all masses of the background are equal.',
    };
  },
};

const families: MetricTable<'tagging', TaggingSample, WeightedSample>['families'] = {
  rejection: ({ ranked, corners }, signalEfficiency) => {
    const curve = rocCurve(ranked, corners);
    const passing = rateAtCut(curve, { held: 'signal', rate: signalEfficiency, rateAt: backgroundEfficiencyAt });
    const { statisticalError } = backgroundRejection(curve, signalEfficiency);
    const { background } = totals(curve);
    const error = Number.isFinite(statisticalError)
      ? ` Error from the background that passes: ${Number(statisticalError.toPrecision(2))}.`
      : '';
    return {
      evaluate: ({ roc }) => 1 / backgroundEfficiencyAt(roc, signalEfficiency),
      replicate: ({ roc }) => 1 / passing(roc),
      note: `eps_B interpolated linearly in eps_S.${error}`,
      eventsToPass: background,
      whyUnscored: noneCanPass('background', signalEfficiency, background),
    };
  },
  'mass-sculpting': (sample, signalEfficiency) => {
    const { ranked, corners, mass } = sample;
    if (!mass) return withoutMass;
    const bins = massBins(ranked, mass);
    const { thresholds } = rocCurve(ranked, corners);
    return {
      evaluate: ({ weights, roc }) => {
        const cut = thresholds[cutPoint(roc, signalEfficiency)]!;
        return massSculpting(sculptedMass(ranked, bins, countAbove(ranked, cut), weights));
      },
      note: 'Jensen-Shannon divergence in bits of the background mass, passing against failing.',
      whyUnscored: 'Undefined: no background between 50 and 300 GeV on one side of the cut.',
    };
  },
};

const withoutMass: Prepared<WeightedSample> = { evaluate: () => NaN, whyUnscored: 'The truth of this split has no mass.' };

function calibration({ ranked }: TaggingSample, convention: CalibrationConvention): Prepared<WeightedSample> {
  const balanced = equalClasses(ranked.isSignal, 2);
  const what = convention === 'positive' ? 'the score against the signal fraction' : 'max(s, 1 - s) against the accuracy';
  const how = `15 bins of ${what}, signal and background counting equally`;
  const nominal = balanced(new Uint8Array(ranked.size).fill(1)).slice();
  const binning = binForCalibration(ranked, convention);
  return calibrationError(binning, ({ weights }) => balanced(weights), { how, classOf: ranked.isSignal, nominal });
}

/** @throws ScoringRefusal `metric-unknown`, naming the nearest known metric */
export function prepareTaggingMetric(name: string, sample: TaggingSample): TaggingMetric {
  return prepareMetric('tagging', { plain, families }, name, sample);
}
