import type { Plot } from '@unblind/contracts';
import { equalClasses } from '../../metrics/generic/equal-classes';
import { binForCalibration, reliability, type CalibrationBinning } from '../../metrics/tagging/calibration';
import { backgroundEfficiencyAt } from '../../metrics/tagging/background-rejection';
import { countAbove, cutPoint, massBinning, massBins, sculptedMass } from '../../metrics/tagging/mass-sculpting';
import { rocCurve, totals, type Roc } from '../../metrics/tagging/roc';
import { emptyBinsNote, type Resolution } from '../resolution';
import type { TaggingSample } from './metrics';

const workingPoint = 0.5;

export function taggingPlots(sample: TaggingSample, resolution: Resolution): Plot[] {
  const roc = rocCurve(sample.ranked, sample.corners);
  return [
    rocPlot(roc, resolution),
    ...(isProbability(sample) ? [reliabilityPlot(sample, resolution)] : []),
    scorePlot(sample, resolution),
    ...(sample.mass ? [massPlot(sample, sample.mass, roc, resolution)] : []),
  ];
}

function isProbability({ ranked }: Pick<TaggingSample, 'ranked'>): boolean {
  return ranked.scores[0]! <= 1 && ranked.scores[ranked.size - 1]! >= 0;
}

/** Rejection at equally spaced signal efficiencies; points where too little background passes are left out and counted. */
export function rejectionSeries(
  label: string,
  roc: Roc,
  { efficiencies, leastEvents }: Resolution,
): { series: Plot['series'][number]; missing: number } {
  const background = totals(roc).background;
  const points = Array.from({ length: efficiencies }, (_, i) => (i + 1) / efficiencies)
    .map((x) => ({ x, efficiency: backgroundEfficiencyAt(roc, x) }))
    .filter(({ efficiency }) => (leastEvents > 1 ? efficiency * background >= leastEvents : efficiency > 0));
  const relativeError = (efficiency: number) => Math.sqrt(1 / (efficiency * background));
  const series = {
    label,
    x: points.map(({ x }) => x),
    y: points.map(({ efficiency }) => 1 / efficiency),
    low: points.map(({ efficiency }) => 1 / efficiency / (1 + relativeError(efficiency))),
    high: points.map(({ efficiency }) => (1 / efficiency) * (1 + relativeError(efficiency))),
  };
  return { series, missing: efficiencies - points.length };
}

export function rocPlot(roc: Roc, resolution: Resolution, label = 'tagger'): Plot {
  const { series, missing } = rejectionSeries(label, roc, resolution);
  return {
    id: 'roc',
    title: 'Background rejection',
    kind: 'line',
    x: { label: 'signal efficiency', scale: 'linear' },
    y: { label: 'background rejection 1/eps_B', scale: 'log' },
    series: [series],
    ...(missing > 0 ? { note: missingNote(missing, resolution) } : {}),
  };
}

function missingNote(missing: number, { leastEvents }: Resolution): string {
  const where = `at the lowest ${missing} signal efficiencies`;
  return leastEvents > 1
    ? `Fewer than ${leastEvents} background events pass ${where}, which are left out.`
    : `No background passes ${where}: the rejection is infinite there.`;
}

function reliabilityPlot({ ranked }: TaggingSample, resolution: Resolution): Plot {
  return reliabilityPlotOf('tagger', binForCalibration(ranked, 'positive'), { classOf: ranked.isSignal, classes: 2, resolution });
}

/** The observed fraction per bin with its standard error; all classes count equally. @param classOf by position of the binning */
export function reliabilityPlotOf(
  label: string,
  binning: CalibrationBinning,
  { classOf, classes, resolution }: { classOf: Uint8Array; classes: number; resolution: Resolution },
): Plot {
  const ones = new Uint8Array(classOf.length).fill(1);
  const weights = equalClasses(classOf, classes)(ones);
  const counts = reliability(binning, ones);
  const squares = reliability(
    binning,
    weights.map((weight) => weight ** 2),
  );
  const bins = reliability(binning, weights)
    // As many events of equal weight would have the same error (Kish's effective sample size).
    .map((bin, i) => ({ ...bin, events: counts[i]!.weight, effective: bin.weight ** 2 / squares[i]!.weight }))
    .filter(({ events }) => events >= resolution.leastEvents);
  const error = bins.map(({ fraction, effective }) => Math.sqrt((fraction * (1 - fraction)) / effective));
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
    note: 'All classes count equally.',
  };
}

export function scorePlot(sample: Pick<TaggingSample, 'ranked'>, resolution: Resolution): Plot {
  const { ranked } = sample;
  const { scoreBins, leastEvents } = resolution;
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
  const fractions = (side: 0 | 1) => Array.from(counts[side], (count) => (count >= leastEvents ? count / sums[side]! : 0));
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
    note: `Each class is normalised to one.${emptyBinsNote(resolution)}`,
  };
}

function massPlot({ ranked }: TaggingSample, mass: Float32Array | Float64Array, roc: Roc, resolution: Resolution): Plot {
  const ones = new Uint8Array(ranked.size).fill(1);
  const passing = countAbove(ranked, roc.thresholds[cutPoint(roc, workingPoint)]!);
  const { pass, fail } = sculptedMass(ranked, massBins(ranked, mass), passing, ones);
  const merged = massBinning.bins / resolution.massBins;
  const width = massBinning.width * merged;
  const x = Array.from({ length: resolution.massBins }, (_, i) => massBinning.low + (i + 0.5) * width);
  const contents = (bins: Float64Array) => normalised(mergeBins(bins, merged), resolution);
  return {
    id: 'mass',
    title: 'Background mass',
    kind: 'histogram',
    x: { label: 'jet mass [GeV]', scale: 'linear' },
    y: { label: `fraction per ${width} GeV`, scale: 'linear' },
    series: [
      { label: 'passing', x, y: contents(pass) },
      { label: 'failing', x, y: contents(fail) },
    ],
    note: `Cut at a signal efficiency of ${workingPoint}; each side is normalised to one.${emptyBinsNote(resolution)}`,
  };
}

function mergeBins(contents: Float64Array, together: number): Float64Array {
  return new Float64Array(contents.length / together).map((_, bin) =>
    contents.subarray(bin * together, (bin + 1) * together).reduce((sum, content) => sum + content, 0),
  );
}

function normalised(contents: Float64Array, { leastEvents }: Resolution): number[] {
  const sum = contents.reduce((total, content) => total + content, 0);
  return Array.from(contents, (content) => (content >= leastEvents ? content / sum : 0));
}
