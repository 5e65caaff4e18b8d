import { cutSpectrum, equallyFilledEdges, massSculpting, selectedAt, spectrumBins } from '../../metrics/anomaly/mass-spectrum';
import { describeFloor, largestSic, sicPoint, type SicFloor } from '../../metrics/anomaly/sic';
import { darkMachinesWorkingPoints, sicAt, signalEfficiencyAt } from '../../metrics/anomaly/signal-efficiency';
import { auc, linearAuc } from '../../metrics/tagging/auc';
import type { RankedScores } from '../../metrics/tagging/ranked-scores';
import { rateAtCut } from '../../metrics/tagging/rate-at-cut';
import { rocCurve, type RocCounts } from '../../metrics/tagging/roc';
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

/** From 2,000 background events on, 20 pass. */
export const defaultFloor = 1e-2;

const massBins = 10;

const plain: MetricTable<'anomaly', AnomalySample, WeightedSample>['plain'] = {
  auc: ({ ranked }) => {
    const linear = linearAuc(ranked);
    return { evaluate: ({ roc }) => auc(roc), replicate: ({ weights }) => linear(weights) };
  },
  'max-sic': (sample) => largestImprovement(sample, { above: defaultFloor }),
  'dark-machines': (sample) => largestAtWorkingPoints(sample),
};

const families: MetricTable<'anomaly', AnomalySample, WeightedSample>['families'] = {
  'max-sic': (sample, at) => largestImprovement(sample, { above: at }),
  sic: (sample, at) => ({
    evaluate: ({ roc }) => sicAt(roc, at),
    replicate: sicReplicate(sample, at),
    ...interpolated,
    withoutInterval: tooFewPass(sample, at),
  }),
  'signal-efficiency': (sample, at) => ({
    evaluate: ({ roc }) => signalEfficiencyAt(roc, at),
    replicate: efficiencyReplicate(sample, at),
    ...interpolated,
    withoutInterval: tooFewPass(sample, at),
  }),
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

const interpolated = { note: 'eps_S interpolated linearly in eps_B.' };

function efficiencyReplicate({ ranked, points }: AnomalySample, at: number): (weighted: WeightedSample) => number {
  const replicate = rateAtCut(rocCurve(ranked, points), { held: 'background', rate: at, rateAt: signalEfficiencyAt });
  return ({ roc }) => replicate(roc);
}

function sicReplicate(sample: AnomalySample, at: number): (weighted: WeightedSample) => number {
  const efficiency = efficiencyReplicate(sample, at);
  return (weighted) => efficiency(weighted) / Math.sqrt(at);
}

/** Of so few background events that pass, the bootstrap does not know the spread of the cut. */
const leastPassing = 10;

function tooFewPass({ ranked: { isSignal } }: AnomalySample, backgroundEfficiency: number): string | undefined {
  const background = isSignal.reduce((count, label) => count + 1 - label, 0);
  return backgroundEfficiency * background < leastPassing ? `Fewer than ${leastPassing} background events pass: no interval.` : undefined;
}

function largestImprovement(sample: AnomalySample, floor: SicFloor): Prepared<WeightedSample> {
  return {
    evaluate: ({ roc }) => sicPoint(roc, largestSic(roc, floor)).sic,
    maximum: { best: ({ roc }) => sicPoint(roc, largestSic(roc, floor)).backgroundEfficiency, ...atBackgroundEfficiency(sample) },
    note: `Largest eps_S / sqrt(eps_B) with ${describeFloor(floor)}.`,
    whyUnscored: `Undefined: no cut leaves ${describeFloor(floor)}.`,
  };
}

/** Of all that is the same on other events, the background efficiency depends least on how much signal there is. */
const atBackgroundEfficiency = (sample: AnomalySample) => ({
  at: ({ roc }: WeightedSample, cut: number) => sicAt(roc, cut),
  replicateAt: (cut: number) => sicReplicate(sample, cut),
  withoutInterval: (cut: number) => tooFewPass(sample, cut),
  describe: (cut: number) => `eps_B = ${Number(cut.toPrecision(2))}`,
});

function largestAtWorkingPoints(sample: AnomalySample): Prepared<WeightedSample> {
  const all = (roc: RocCounts) => darkMachinesWorkingPoints.map((at) => sicAt(roc, at));
  const largest = (roc: RocCounts) => Math.max(...all(roc));
  return {
    evaluate: ({ roc }) => largest(roc),
    maximum: { best: ({ roc }) => darkMachinesWorkingPoints[all(roc).indexOf(largest(roc))] ?? NaN, ...atBackgroundEfficiency(sample) },
    note: `Largest SIC at eps_B = ${darkMachinesWorkingPoints.join(', ')}, eps_S interpolated linearly in eps_B.`,
  };
}
