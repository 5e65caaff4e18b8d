import type { Plot } from '@unblind/contracts';
import { binomialInterval } from '../intervals/binomial';
import type { IntervalPredictions } from '../metrics/systematics/interval-submission';
import { type IntervalSums, summarise } from '../metrics/systematics/interval-summary';
import { nominalCoverage } from '../metrics/systematics/quantile-score';

/** Coverage, width and bias per set against its mu, and the pulls of all experiments. */
export function intervalPlots(sets: readonly IntervalSums[], predictions: IntervalPredictions): Plot[] {
  const ordered = [...sets].sort((a, b) => a.mu - b.mu);
  const x = ordered.map(({ mu }) => mu);
  const summaries = ordered.map((set) => summarise([set]));
  const coverage = ordered.map(({ covered, experiments }) => binomialInterval(covered, experiments));
  return [
    setPlot('coverage', 'Coverage per set', 'coverage', [
      {
        label: 'intervals',
        x,
        y: summaries.map((summary) => summary.coverage),
        low: coverage.map(({ low }) => low),
        high: coverage.map(({ high }) => high),
      },
      { label: `${nominalCoverage} claimed`, x, y: x.map(() => nominalCoverage) },
    ]),
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
    ]),
    pullPlot(sets, predictions),
  ];
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
  return {
    id: 'pulls',
    title: 'Pulls',
    kind: 'histogram',
    x: { label: '(mu_hat - mu) / delta_mu_hat', scale: 'linear' },
    y: { label: 'experiments', scale: 'linear' },
    series: [{ label: 'pulls', x: counts.map((_, bin) => ((bin + 0.5) * 2 * pullRange) / pullBins - pullRange), y: counts }],
    ...(outside > 0 ? { note: `${outside} pulls are beyond ${pullRange} or undefined (delta_mu_hat = 0).` } : {}),
  };
}
