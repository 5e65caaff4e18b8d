import type { Plot } from '@unblind/contracts';
import type { IntervalOutcome } from '../../metrics/interval-estimation/interval-summary';
import { coverageSeries } from './coverage-series';
import { groupedBy } from './grouped-outcomes';

/** Few, so that each holds many experiments: the coverage of a small group would tell about single ones. */
const groups = 5;

/** What may be seen while the truth is in use: coverage and width by the estimate, with no true mu on an axis or in a residual. */
export function estimatePlots(muHats: Float64Array, outcomes: readonly IntervalOutcome[]): Plot[] {
  const parts = groupedBy(muHats, outcomes, groups);
  const plot = (id: string, title: string, label: string, series: Plot['series']): Plot => ({
    id,
    title,
    kind: 'points',
    x: { label: 'mu_hat', scale: 'linear' },
    y: { label, scale: 'linear' },
    series,
    note: `${parts.length} groups of equally many experiments. Near the ends of mu's range even an honest method is off here, because the estimate selects.`,
  });
  return [
    plot('coverage-by-estimate', 'Coverage by estimate', 'coverage', coverageSeries(parts)),
    plot('width-by-estimate', 'Mean interval width by estimate', 'p84 - p16', [
      { label: 'intervals', x: parts.map(({ centre }) => centre), y: parts.map(({ width }) => width) },
    ]),
  ];
}
