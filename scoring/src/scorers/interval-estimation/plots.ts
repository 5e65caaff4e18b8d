import type { Plot } from '@unblind/contracts';
import { binomialInterval } from '../../intervals/binomial';
import type { IntervalPredictions, IntervalTruth } from '../../metrics/interval-estimation/interval-submission';
import { type IntervalSums, summarise } from '../../metrics/interval-estimation/interval-summary';
import { nominalCoverage } from '../../metrics/interval-estimation/quantile-score';
import { decompositionPlot } from './decomposition-plot';
import { nuisancePlots } from './nuisance-plots';
import { wormPlot } from './worm-plot';

/**
 * Single intervals; coverage, width and bias per set against mu; the pulls of all experiments; the contributions to the score; and, if
 * the nuisances are known, coverage and bias against them.
 */
export function intervalPlots(sets: readonly IntervalSums[], truth: IntervalTruth, predictions: IntervalPredictions): Plot[] {
  const ordered = [...sets].sort((a, b) => a.mu - b.mu);
  const x = ordered.map(({ mu }) => mu);
  const summaries = ordered.map((set) => summarise([set]));
  return [
    wormPlot(truth, predictions),
    coveragePlot(ordered),
    setPlot('interval-width', 'Mean interval width per set', 'p84 - p16', [
      { label: 'intervals', x, y: summaries.map(({ width }) => width) },
    ]),
    setPlot('bias', 'Bias per set', 'mean of mu_hat - mu', [
      {
        label: 'estimates',
        x,
        y: summaries.map(({ bias }) => bias),
        ...(summaries.every(({ biasError }) => Number.isFinite(biasError))
          ? {
              low: summaries.map(({ bias, biasError }) => bias - biasError),
              high: summaries.map(({ bias, biasError }) => bias + biasError),
            }
          : {}),
      },
      { label: 'unbiased', x, y: x.map(() => 0), as: 'line' },
    ]),
    pullPlot(sets, predictions),
    decompositionPlot(summarise(sets)),
    ...nuisancePlots(truth, predictions),
  ];
}

/** The band is one standard deviation of a set's coverage for intervals with the nominal coverage. */
function coveragePlot(ordered: readonly IntervalSums[]): Plot {
  const x = ordered.map(({ mu }) => mu);
  const intervals = ordered.map(({ covered, experiments }) => binomialInterval(covered, experiments));
  const errors = ordered.map(({ experiments }) => Math.sqrt((nominalCoverage * (1 - nominalCoverage)) / experiments));
  return setPlot('coverage', 'Coverage per set', 'coverage', [
    {
      label: 'intervals',
      x,
      y: ordered.map(({ covered, experiments }) => covered / experiments),
      low: intervals.map(({ low }) => low),
      high: intervals.map(({ high }) => high),
    },
    {
      label: `${nominalCoverage} claimed`,
      x,
      y: x.map(() => nominalCoverage),
      low: errors.map((error) => nominalCoverage - error),
      high: errors.map((error) => nominalCoverage + error),
      as: 'line',
    },
  ]);
}

function setPlot(id: string, title: string, label: string, series: Plot['series']): Plot {
  return { id, title, kind: 'points', x: { label: 'true mu', scale: 'linear' }, y: { label, scale: 'linear' }, series };
}

const pullBins = 40;
const pullRange = 5;

function pullPlot(sets: readonly IntervalSums[], predictions: IntervalPredictions): Plot {
  const counts = new Array<number>(pullBins).fill(0);
  let outside = 0;
  predictions.forEach(({ muHats, deltaMuHats }, set) =>
    muHats.forEach((muHat, experiment) => {
      const pull = (muHat - sets[set]!.mu) / deltaMuHats[experiment]!;
      const bin = Math.floor(((pull + pullRange) * pullBins) / (2 * pullRange));
      if (bin >= 0 && bin < pullBins) counts[bin]!++;
      else outside++;
    }),
  );
  const width = (2 * pullRange) / pullBins;
  const x = counts.map((_, bin) => (bin + 0.5) * width - pullRange);
  const total = outside + counts.reduce((sum, count) => sum + count, 0);
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
