import type { Plot } from '@unblind/contracts';
import { cutSpectrum, equallyFilledEdges, selectedAt, spectrumBins } from '../../metrics/anomaly/mass-spectrum';
import { maxSic } from '../../metrics/anomaly/sic';
import { backgroundEfficiencyAt } from '../../metrics/tagging/background-rejection';
import { rocCurve, totals, type Roc } from '../../metrics/tagging/roc';
import { percentile } from '../../numerics/percentile';
import type { Resolution } from '../resolution';
import { type AnomalySample, defaultFloor } from './metrics';
import { rocPlot, scorePlot } from '../tagging/plots';

/** Bins of the full mass spectrum. */
const massBins = 20;
const massCuts = [0.1, 0.01] as const;

export function anomalyPlots(sample: AnomalySample, resolution: Resolution): Plot[] {
  const roc = rocCurve(sample.ranked, sample.points);
  return [
    sicPlot(roc, resolution),
    rocPlot(roc, resolution, 'detector'),
    scorePlot(sample, resolution),
    ...(sample.mass ? [massPlot(sample, sample.mass, roc, resolution)] : []),
  ];
}

/** SIC at equally spaced signal efficiencies where enough background passes, with its statistical band. */
function sicPlot(roc: Roc, { efficiencies, leastEvents, tellsBest }: Resolution): Plot {
  const total = totals(roc);
  const points = Array.from({ length: efficiencies }, (_, i) => (i + 1) / efficiencies)
    .map((x) => ({ x, efficiency: backgroundEfficiencyAt(roc, x) }))
    // Below one event the efficiency is only an interpolation towards zero.
    .filter(({ efficiency }) => efficiency * total.background >= leastEvents)
    .map(({ x, efficiency }) => {
      const error = Math.sqrt(1 / (x * total.signal) + 1 / (4 * efficiency * total.background));
      return { x, y: x / Math.sqrt(efficiency), error };
    });
  const best = tellsBest ? maxSic(roc, { above: defaultFloor }) : null;
  const missing = efficiencies - points.length;
  const fewer = leastEvents > 1 ? `Fewer than ${leastEvents} background events pass` : 'Less than one background event passes';
  const notes = [
    'Band: sqrt(1/N_S + 1/(4 N_B)) of the events that pass.',
    best ? `Largest with eps_B > ${defaultFloor}: ${best.sic.toPrecision(4)} at eps_S ${best.signalEfficiency.toPrecision(3)}.` : '',
    missing > 0 ? `${fewer} at ${missing} of ${efficiencies} signal efficiencies, which are left out.` : '',
  ];
  return {
    id: 'sic',
    title: 'Significance improvement',
    kind: 'line',
    x: { label: 'signal efficiency', scale: 'linear' },
    y: { label: 'eps_S / sqrt(eps_B)', scale: 'linear' },
    series: [
      {
        label: 'detector',
        x: points.map(({ x }) => x),
        y: points.map(({ y }) => y),
        low: points.map(({ y, error }) => y / (1 + error)),
        high: points.map(({ y, error }) => y * (1 + error)),
      },
    ],
    note: notes.filter((text) => text !== '').join(' '),
  };
}

/** The background spectrum before and after two cuts. A bump here would be found in data without a signal. */
function massPlot(
  { ranked, points }: AnomalySample,
  mass: Float32Array | Float64Array,
  roc: Roc,
  { tellsBest, massBins: coarseBins, leastEvents }: Resolution,
): Plot {
  // Edges at quantiles of the background are masses of single background events.
  const edges = tellsBest ? equallyFilledEdges(ranked, mass, massBins) : equallyWideEdges(mass, coarseBins);
  const bins = edges.length - 1;
  const binOf = spectrumBins(ranked, mass, edges);
  const ones = new Uint8Array(ranked.size).fill(1);
  const series = (label: string, contents: Float64Array): Plot['series'][number] => {
    const sum = contents.reduce((total, content) => total + content, 0);
    const shown = Array.from(contents.keys()).filter((bin) => leastEvents === 1 || contents[bin]! >= leastEvents);
    return {
      label,
      x: shown.map((bin) => (edges[bin]! + edges[bin + 1]!) / 2),
      y: shown.map((bin) => (sum > 0 ? contents[bin]! / sum / (edges[bin + 1]! - edges[bin]!) : 0)),
    };
  };
  const after = (at: number) => cutSpectrum(binOf, bins, selectedAt(roc, points, at), ones).after;
  return {
    id: 'mass',
    title: 'Background mass spectrum',
    kind: 'points',
    x: { label: 'mass', scale: 'linear' },
    y: { label: 'density', scale: 'linear' },
    series: [series('all', cutSpectrum(binOf, bins, 0, ones).before), ...massCuts.map((at) => series(`eps_B = ${at}`, after(at)))],
    note: tellsBest
      ? 'Each spectrum is normalised to one; the bins hold equally many background events before the cut.'
      : `Each spectrum is normalised to one; bins with fewer than ${leastEvents} events are left out.`,
  };
}

/** Over the middle 98 % of all events, signal and background. */
function equallyWideEdges(mass: Float32Array | Float64Array, bins: number): number[] {
  const values = Float64Array.from(mass);
  const [low, high] = [percentile(values, 0.01), percentile(values, 0.99)];
  return high > low ? Array.from({ length: bins + 1 }, (_, i) => low + (i * (high - low)) / bins) : [low];
}
