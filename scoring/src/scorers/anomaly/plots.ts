import type { Plot } from '@unblind/contracts';
import { cutSpectrum, equallyFilledEdges, selectedAt, spectrumBins } from '../../metrics/anomaly/mass-spectrum';
import { maxSic } from '../../metrics/anomaly/sic';
import { backgroundEfficiencyAt } from '../../metrics/tagging/background-rejection';
import { rocCurve, totals, type Roc } from '../../metrics/tagging/roc';
import { type AnomalySample, defaultFloor } from './metrics';
import { rocPlot, scorePlot } from '../tagging/plots';

const sicPoints = 200;
const massBins = 20;
const massCuts = [0.1, 0.01] as const;

export function anomalyPlots(sample: AnomalySample): Plot[] {
  const roc = rocCurve(sample.ranked, sample.points);
  return [sicPlot(roc), rocPlot(roc, 'detector'), scorePlot(sample), ...(sample.mass ? [massPlot(sample, sample.mass, roc)] : [])];
}

/** SIC at eps_S = 0.005 ... 1 where background passes, with its statistical band. */
function sicPlot(roc: Roc): Plot {
  const total = totals(roc);
  const points = Array.from({ length: sicPoints }, (_, i) => (i + 1) / sicPoints)
    .map((x) => ({ x, efficiency: backgroundEfficiencyAt(roc, x) }))
    // Below one event the efficiency is only an interpolation towards zero.
    .filter(({ efficiency }) => efficiency * total.background >= 1)
    .map(({ x, efficiency }) => {
      const error = Math.sqrt(1 / (x * total.signal) + 1 / (4 * efficiency * total.background));
      return { x, y: x / Math.sqrt(efficiency), error };
    });
  const best = maxSic(roc, { above: defaultFloor });
  const missing = sicPoints - points.length;
  const notes = [
    'Band: sqrt(1/N_S + 1/(4 N_B)) of the events that pass.',
    best ? `Largest with eps_B > ${defaultFloor}: ${best.sic.toPrecision(4)} at eps_S ${best.signalEfficiency.toPrecision(3)}.` : '',
    missing > 0 ? `Less than one background event passes at ${missing} of ${sicPoints} signal efficiencies, which are left out.` : '',
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
function massPlot({ ranked, points }: AnomalySample, mass: Float32Array | Float64Array, roc: Roc): Plot {
  const edges = equallyFilledEdges(ranked, mass, massBins);
  const bins = edges.length - 1;
  const binOf = spectrumBins(ranked, mass, edges);
  const ones = new Uint8Array(ranked.size).fill(1);
  const x = Array.from({ length: bins }, (_, bin) => (edges[bin]! + edges[bin + 1]!) / 2);
  const density = (contents: Float64Array) => {
    const sum = contents.reduce((total, content) => total + content, 0);
    return Array.from(contents, (content, bin) => (sum > 0 ? content / sum / (edges[bin + 1]! - edges[bin]!) : 0));
  };
  const cuts = massCuts.map((at) => ({ at, spectrum: cutSpectrum(binOf, bins, selectedAt(roc, points, at), ones) }));
  return {
    id: 'mass',
    title: 'Background mass spectrum',
    kind: 'points',
    x: { label: 'mass', scale: 'linear' },
    y: { label: 'density', scale: 'linear' },
    series: [
      { label: 'all', x, y: density(cutSpectrum(binOf, bins, 0, ones).before) },
      ...cuts.map(({ at, spectrum }) => ({ label: `eps_B = ${at}`, x, y: density(spectrum.after) })),
    ],
    note: 'Each spectrum is normalised to one; the bins hold equally many background events before the cut.',
  };
}
