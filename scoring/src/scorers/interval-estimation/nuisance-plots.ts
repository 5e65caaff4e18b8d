import type { Plot } from '@unblind/contracts';
import { binomialInterval } from '../../intervals/binomial';
import type { IntervalPredictions, IntervalTruth } from '../../metrics/interval-estimation/interval-submission';

const groups = 5;

interface Outcome {
  covers: boolean;
  off: number;
}

/** Coverage and bias in groups of equally many experiments, by the true value of each nuisance. */
export function nuisancePlots({ mu, nuisances = [] }: IntervalTruth, predictions: IntervalPredictions): Plot[] {
  const outcomes = predictions.flatMap(({ muHats, p16, p84 }, set) =>
    Array.from(muHats, (muHat, i): Outcome => ({ covers: p16[i]! <= mu[set]! && mu[set]! <= p84[i]!, off: muHat - mu[set]! })),
  );
  const varying = nuisances.filter(({ values }) => values.some((value) => value !== values[0]));
  if (varying.length === 0 || outcomes.length < 2 * groups) return [];
  const grouped = varying.map(({ name, values }) => ({ name, parts: groupsOf(values, outcomes) }));
  const plot = (id: string, title: string, label: string, measure: (part: readonly Outcome[]) => Point): Plot => ({
    id,
    title,
    kind: 'points',
    x: { label: 'true nuisance, standard deviations', scale: 'linear' },
    y: { label, scale: 'linear' },
    series: grouped.map(({ name, parts }) => {
      const points = parts.map(({ outcomes: part }) => measure(part));
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
    plot('coverage-by-nuisance', 'Coverage by nuisance', 'coverage', coverageOf),
    plot('bias-by-nuisance', 'Bias by nuisance', 'mean of mu_hat - mu', biasOf),
  ];
}

function groupsOf(values: Float64Array, outcomes: readonly Outcome[]): { centre: number; outcomes: Outcome[] }[] {
  const order = Array.from(values.keys()).sort((a, b) => values[a]! - values[b]!);
  return Array.from({ length: groups }, (_, group) => {
    const part = order.slice(Math.floor((group * order.length) / groups), Math.floor(((group + 1) * order.length) / groups));
    return { centre: mean(part.map((at) => values[at]!)), outcomes: part.map((at) => outcomes[at]!) };
  });
}

interface Point {
  value: number;
  low: number;
  high: number;
}

function coverageOf(part: readonly Outcome[]): Point {
  const covered = part.filter(({ covers }) => covers).length;
  return { value: covered / part.length, ...binomialInterval(covered, part.length) };
}

function biasOf(part: readonly Outcome[]): Point {
  const value = mean(part.map(({ off }) => off));
  const error = Math.sqrt(mean(part.map(({ off }) => (off - value) ** 2)) / Math.max(1, part.length - 1));
  return { value, low: value - error, high: value + error };
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
