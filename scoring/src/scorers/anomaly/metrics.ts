import { cutSpectrum, equallyFilledEdges, massSculpting, selectedAt, spectrumBins } from '../../metrics/anomaly/mass-spectrum';
import { describeFloor, largestSic, maxSic, sicPoint, type SicFloor } from '../../metrics/anomaly/sic';
import { darkMachinesWorkingPoints, sicAt, signalEfficiencyAt } from '../../metrics/anomaly/signal-efficiency';
import { auc } from '../../metrics/tagging/auc';
import type { RankedScores } from '../../metrics/tagging/ranked-scores';
import { rocCurve } from '../../metrics/tagging/roc';
import type { RocPoints } from '../../metrics/tagging/roc-points';
import { prepareMetric, type MetricTable, type Prepared } from '../metric-table';
import type { PreparedMetric } from '../prepared-metric';
import type { WeightedSample } from '../tagging/metrics';

/** Data that all metrics share, prepared once. */
export interface AnomalySample {
  readonly ranked: RankedScores;
  /** Every distinct threshold. */
  readonly points: RocPoints;
  readonly mass: Float32Array | Float64Array | null;
}

export type AnomalyMetric = PreparedMetric<WeightedSample>;

/** Of 120,000 background events in the signal region 120 pass, so SIC has an error of 5 %, a tenth of the differences between floors. */
export const defaultFloor = 1e-3;

const massBins = 10;

const plain: MetricTable<'anomaly', AnomalySample, WeightedSample>['plain'] = {
  auc: () => ({ evaluate: ({ roc }) => auc(roc) }),
  'max-sic': (sample) => largestImprovement(sample, { above: defaultFloor }),
  'dark-machines': () => ({
    evaluate: ({ roc }) => Math.max(...darkMachinesWorkingPoints.map((at) => sicAt(roc, at))),
    note: `Largest SIC at eps_B = ${darkMachinesWorkingPoints.join(', ')}, eps_S interpolated linearly in eps_B.`,
  }),
};

const families: MetricTable<'anomaly', AnomalySample, WeightedSample>['families'] = {
  'max-sic': (sample, at) => largestImprovement(sample, { above: at }),
  sic: (_, at) => ({ evaluate: ({ roc }) => sicAt(roc, at), note: 'eps_S interpolated linearly in eps_B.' }),
  'signal-efficiency': (_, at) => ({ evaluate: ({ roc }) => signalEfficiencyAt(roc, at), note: 'eps_S interpolated linearly in eps_B.' }),
  'mass-sculpting': ({ ranked, points, mass }, at) => {
    if (!mass) return { evaluate: () => NaN, whyUnscored: 'The truth of this split has no mass.' };
    const edges = equallyFilledEdges(ranked, mass, massBins);
    const binOf = spectrumBins(ranked, mass, edges);
    return {
      evaluate: ({ weights, roc }) => massSculpting(cutSpectrum(binOf, edges.length - 1, selectedAt(roc, points, at), weights)),
      note: `Jensen-Shannon divergence in bits of the background mass after and before the cut, in ${edges.length - 1} equally filled bins.`,
      whyUnscored: `Undefined: no background passes at a background efficiency of ${at}, or all its masses are equal.`,
    };
  },
};

/** @throws ScoringRefusal `metric-unknown`, naming the nearest known metric */
export function prepareAnomalyMetric(name: string, sample: AnomalySample): AnomalyMetric {
  return prepareMetric('anomaly', { plain, families }, name, sample);
}

function largestImprovement({ ranked, points }: AnomalySample, floor: SicFloor): Prepared<WeightedSample> {
  const found = maxSic(rocCurve(ranked, points), floor);
  const stated = `Largest eps_S / sqrt(eps_B) with ${describeFloor(floor)}`;
  const where = found
    ? `: at eps_S ${found.signalEfficiency.toPrecision(2)}, eps_B ${found.backgroundEfficiency.toPrecision(2)}, ` +
      `relative error ${(100 * found.relativeError).toPrecision(2)} %. ` +
      'The cut is chosen on the scored events, so the value is biased upwards.'
    : '.';
  return {
    evaluate: ({ roc }) => sicPoint(roc, largestSic(roc, floor)).sic,
    note: stated + where,
    whyUnscored: `Undefined: no cut leaves ${describeFloor(floor)}.`,
  };
}
