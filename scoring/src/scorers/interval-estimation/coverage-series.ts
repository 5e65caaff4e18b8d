import type { Plot } from '@unblind/contracts';
import { binomialInterval } from '../../intervals/binomial';
import { nominalCoverage } from '../../metrics/interval-estimation/quantile-score';
import type { OutcomeGroup } from './grouped-outcomes';

/** Coverage of each group, and what is claimed: its band is one standard deviation for intervals with that coverage. */
export function coverageSeries(groups: readonly OutcomeGroup[]): Plot['series'] {
  const x = groups.map(({ centre }) => centre);
  const intervals = groups.map(({ covered, experiments }) => binomialInterval(covered, experiments));
  const errors = groups.map(({ experiments }) => Math.sqrt((nominalCoverage * (1 - nominalCoverage)) / experiments));
  return [
    {
      label: 'intervals',
      x,
      y: groups.map(({ coverage }) => coverage),
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
  ];
}
