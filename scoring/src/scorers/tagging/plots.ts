import type { Plot } from '@unblind/contracts';
import { binForCalibration, reliability, type ReliabilityBin } from '../../metrics/tagging/calibration';
import { backgroundEfficiencyAt } from '../../metrics/tagging/background-rejection';
import { countAbove, cutPoint, massBinning, massBins, sculptedMass } from '../../metrics/tagging/mass-sculpting';
import { rocCurve, totals, type Roc } from '../../metrics/tagging/roc';
import type { TaggingSample } from './metrics';

const workingPoint = 0.5;
const scoreBins = 50;
const rocPoints = 200;

export function taggingPlots(sample: TaggingSample): Plot[] {
  const roc = rocCurve(sample.ranked, sample.corners);
  const ones = new Uint8Array(sample.ranked.size).fill(1);
  return [
    rocPlot(roc),
    ...(isProbability(sample) ? [reliabilityPlot(sample, ones)] : []),
    scorePlot(sample),
    ...(sample.mass ? [massPlot(sample, sample.mass, roc, ones)] : []),
  ];
}

function isProbability({ ranked }: Pick<TaggingSample, 'ranked'>): boolean {
  return ranked.scores[0]! <= 1 && ranked.scores[ranked.size - 1]! >= 0;
}

/** Rejection at signal efficiencies 0.005 ... 1; points where no background passes are left out and counted. */
export function rejectionSeries(label: string, roc: Roc): { series: Plot['series'][number]; missing: number } {
  const background = totals(roc).background;
  const points = Array.from({ length: rocPoints }, (_, i) => (i + 1) / rocPoints)
    .map((x) => ({ x, efficiency: backgroundEfficiencyAt(roc, x) }))
    .filter(({ efficiency }) => efficiency > 0);
  const relativeError = (efficiency: number) => Math.sqrt(1 / (efficiency * background));
  const series = {
    label,
    x: points.map(({ x }) => x),
    y: points.map(({ efficiency }) => 1 / efficiency),
    low: points.map(({ efficiency }) => 1 / efficiency / (1 + relativeError(efficiency))),
    high: points.map(({ efficiency }) => (1 / efficiency) * (1 + relativeError(efficiency))),
  };
  return { series, missing: rocPoints - points.length };
}

export function rocPlot(roc: Roc, label = 'tagger'): Plot {
  const { series, missing } = rejectionSeries(label, roc);
  return {
    id: 'roc',
    title: 'Background rejection',
    kind: 'line',
    x: { label: 'signal efficiency', scale: 'linear' },
    y: { label: 'background rejection 1/eps_B', scale: 'log' },
    series: [series],
    ...(missing > 0 ? { note: `No background passes at the lowest ${missing} signal efficiencies: the rejection is infinite there.` } : {}),
  };
}

function reliabilityPlot({ ranked }: TaggingSample, ones: Uint8Array): Plot {
  return reliabilityPlotOf('tagger', reliability(binForCalibration(ranked, 'positive'), ones));
}

/** The observed fraction per bin with its binomial standard error. */
export function reliabilityPlotOf(label: string, binned: readonly ReliabilityBin[]): Plot {
  const bins = binned.filter(({ weight }) => weight > 0);
  const error = bins.map(({ fraction, weight }) => Math.sqrt((fraction * (1 - fraction)) / weight));
  return {
    id: 'reliability',
    title: 'Calibration',
    kind: 'points',
    x: { label: 'mean score', scale: 'linear' },
    y: { label: 'signal fraction', scale: 'linear' },
    series: [
      {
        label,
        x: bins.map(({ meanConfidence }) => meanConfidence),
        y: bins.map(({ fraction }) => fraction),
        low: bins.map(({ fraction }, i) => Math.max(0, fraction - error[i]!)),
        high: bins.map(({ fraction }, i) => Math.min(1, fraction + error[i]!)),
      },
    ],
  };
}

export function scorePlot(sample: Pick<TaggingSample, 'ranked'>): Plot {
  const { ranked } = sample;
  const [low, high] = isProbability(sample) ? [0, 1] : [ranked.scores[ranked.size - 1]!, ranked.scores[0]!];
  const width = (high - low || 1) / scoreBins;
  const counts = [new Float64Array(scoreBins), new Float64Array(scoreBins)] as const;
  const sums = [0, 0];
  for (let j = 0; j < ranked.size; j++) {
    const side = ranked.isSignal[j]! === 1 ? 1 : 0;
    counts[side][Math.min(scoreBins - 1, Math.floor((ranked.scores[j]! - low) / width))]!++;
    sums[side]!++;
  }
  const x = Array.from({ length: scoreBins }, (_, i) => low + (i + 0.5) * width);
  const fractions = (side: 0 | 1) => Array.from(counts[side], (count) => count / sums[side]!);
  return {
    id: 'scores',
    title: 'Score distribution',
    kind: 'histogram',
    x: { label: 'score', scale: 'linear' },
    y: { label: 'fraction per bin', scale: 'log' },
    series: [
      { label: 'signal', x, y: fractions(1) },
      { label: 'background', x, y: fractions(0) },
    ],
    note: 'Each class is normalised to one.',
  };
}

function massPlot({ ranked }: TaggingSample, mass: Float32Array | Float64Array, roc: Roc, ones: Uint8Array): Plot {
  const passing = countAbove(ranked, roc.thresholds[cutPoint(roc, workingPoint)]!);
  const { pass, fail } = sculptedMass(ranked, massBins(ranked, mass), passing, ones);
  const x = Array.from({ length: massBinning.bins }, (_, i) => massBinning.low + (i + 0.5) * massBinning.width);
  return {
    id: 'mass',
    title: 'Background mass',
    kind: 'histogram',
    x: { label: 'jet mass [GeV]', scale: 'linear' },
    y: { label: 'fraction per 5 GeV', scale: 'linear' },
    series: [
      { label: 'passing', x, y: normalised(pass) },
      { label: 'failing', x, y: normalised(fail) },
    ],
    note: `Cut at a signal efficiency of ${workingPoint}; each side is normalised to one.`,
  };
}

function normalised(contents: Float64Array): number[] {
  const sum = contents.reduce((total, content) => total + content, 0);
  return Array.from(contents, (content) => (sum > 0 ? content / sum : 0));
}
