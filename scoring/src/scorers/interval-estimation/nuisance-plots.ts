import type { Plot } from '@unblind/contracts';
import { binomialInterval } from '../../intervals/binomial';
import type { IntervalTruth } from '../../metrics/interval-estimation/interval-submission';
import type { IntervalOutcome } from '../../metrics/interval-estimation/interval-summary';
import { groupedBy, type OutcomeGroup } from './grouped-outcomes';

const groups = 5;

/** Coverage and bias in groups of equally many experiments, by the true value of each nuisance. */
export function nuisancePlots({ nuisances = [] }: IntervalTruth, outcomes: readonly IntervalOutcome[]): Plot[] {
  const varying = nuisances.filter(({ values }) => values.some((value) => value !== values[0]));
  if (varying.length === 0 || outcomes.length < 2 * groups) return [];
  const grouped = varying.map(({ name, values }) => ({ name, parts: groupedBy(values, outcomes, groups) }));
  const plot = (id: string, title: string, label: string, measure: (part: OutcomeGroup) => Point): Plot => ({
    id,
    title,
    kind: 'points',
    x: { label: 'true nuisance, standard deviations', scale: 'linear' },
    y: { label, scale: 'linear' },
    series: grouped.map(({ name, parts }) => {
      const points = parts.map(measure);
      return {
        label: name,
        x: parts.map(({ centre }) => centre),
        y: points.map(({ value }) => value),
        low: points.map(({ low }) => low),
        high: points.map(({ high }) => high),
      };
    }),
  });
  return [
    plot('coverage-by-nuisance', 'Coverage by nuisance', 'coverage', ({ coverage, covered, experiments }) => ({
      value: coverage,
      ...binomialInterval(covered, experiments),
    })),
    plot('bias-by-nuisance', 'Bias by nuisance', 'mean of mu_hat - mu', ({ bias, biasError }) => ({
      value: bias,
      low: bias - biasError,
      high: bias + biasError,
    })),
  ];
}

interface Point {
  value: number;
  low: number;
  high: number;
}
