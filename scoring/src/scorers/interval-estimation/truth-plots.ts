import type { Plot } from '@unblind/contracts';
import type { IntervalEstimates, IntervalTruth } from '../../metrics/interval-estimation/interval-submission';
import { type IntervalOutcome, summarise } from '../../metrics/interval-estimation/interval-summary';
import { coverageSeries } from './coverage-series';
import { decompositionPlot } from './decomposition-plot';
import { groupedBy } from './grouped-outcomes';
import { nuisancePlots } from './nuisance-plots';
import { wormPlot } from './worm-plot';

/** Groups of equally many experiments, by mu. */
const groups = 10;

/**
 * What is told only when the truth is no longer in use: single intervals about the truth; coverage, width and bias against mu; the
 * pulls of all experiments; the contributions to the score; and, if the nuisances are known, coverage and bias against them.
 */
export function truthPlots(truth: IntervalTruth, estimates: IntervalEstimates, outcomes: readonly IntervalOutcome[]): Plot[] {
  return [
    wormPlot(truth, estimates),
    ...plotsByMu(truth.mu, outcomes),
    pullPlot(outcomes),
    decompositionPlot(summarise(outcomes)),
    ...nuisancePlots(truth, outcomes),
  ];
}

function plotsByMu(mu: Float64Array, outcomes: readonly IntervalOutcome[]): Plot[] {
  const parts = groupedBy(mu, outcomes, groups);
  const x = parts.map(({ centre }) => centre);
  const known = parts.every(({ biasError }) => Number.isFinite(biasError));
  const plot = (id: string, title: string, label: string, series: Plot['series']): Plot => ({
    id,
    title,
    kind: 'points',
    x: { label: 'true mu', scale: 'linear' },
    y: { label, scale: 'linear' },
    series,
    note: `Means of ${parts.length} groups of equally many experiments.`,
  });
  return [
    plot('coverage', 'Coverage by mu', 'coverage', coverageSeries(parts)),
    plot('interval-width', 'Mean interval width by mu', 'p84 - p16', [{ label: 'intervals', x, y: parts.map(({ width }) => width) }]),
    plot('bias', 'Bias by mu', 'mean of mu_hat - mu', [
      {
        label: 'estimates',
        x,
        y: parts.map(({ bias }) => bias),
        ...(known
          ? {
              low: parts.map(({ bias, biasError }) => bias - biasError),
              high: parts.map(({ bias, biasError }) => bias + biasError),
            }
          : {}),
      },
      { label: 'unbiased', x, y: x.map(() => 0), as: 'line' },
    ]),
  ];
}

const pullBins = 40;
const pullRange = 5;

function pullPlot(outcomes: readonly IntervalOutcome[]): Plot {
  const counts = new Array<number>(pullBins).fill(0);
  let outside = 0;
  for (const { pull } of outcomes) {
    const bin = Math.floor(((pull + pullRange) * pullBins) / (2 * pullRange));
    if (bin >= 0 && bin < pullBins) counts[bin]!++;
    else outside++;
  }
  const width = (2 * pullRange) / pullBins;
  const x = counts.map((_, bin) => (bin + 0.5) * width - pullRange);
  const total = outcomes.length;
  const normal = x.map((pull) => (total * width * Math.exp((-pull * pull) / 2)) / Math.sqrt(2 * Math.PI));
  return {
    id: 'pulls',
    title: 'Pulls',
    kind: 'histogram',
    x: { label: '(mu_hat - mu) / delta_mu_hat', scale: 'linear' },
    y: { label: 'experiments', scale: 'linear' },
    series: [
      { label: 'pulls', x, y: counts },
      { label: 'standard normal', x, y: normal, as: 'line' },
    ],
    ...(outside > 0 ? { note: `${outside} pulls are beyond ${pullRange} or undefined (delta_mu_hat = 0).` } : {}),
  };
}
