import type { Plot } from '@unblind/contracts';
import { binomialInterval } from '../../intervals/binomial';
import type { IntervalSummary } from '../../metrics/interval-estimation/interval-summary';
import { nominalCoverage, quantileScore } from '../../metrics/interval-estimation/quantile-score';

const steps = 80;

/** The score of intervals of this width as a function of coverage, with the position of this method. */
export function decompositionPlot({ width, coverage, covered, experiments, quantileScore: score }: IntervalSummary): Plot {
  const reach = 6 * Math.sqrt((nominalCoverage * (1 - nominalCoverage)) / experiments);
  const from = Math.max(0, Math.min(nominalCoverage - reach, coverage - reach / 4));
  const to = Math.min(1, Math.max(nominalCoverage + reach, coverage + reach / 4));
  const x = Array.from({ length: steps + 1 }, (_, i) => from + (i * (to - from)) / steps);
  const { low, high } = binomialInterval(covered, experiments);
  const unpenalised = quantileScore(width, nominalCoverage, experiments);
  return {
    id: 'score-decomposition',
    title: 'The score at this width, by coverage',
    kind: 'line',
    x: { label: 'coverage', scale: 'linear' },
    y: { label: 'quantile score', scale: 'linear' },
    series: [
      { label: 'this width', x, y: x.map((value) => quantileScore(width, value, experiments)) },
      {
        label: 'this method',
        x: [low, coverage, high],
        y: [low, coverage, high].map((value) => quantileScore(width, value, experiments)),
        as: 'points',
      },
      { label: 'without penalty', x: [from, to], y: [unpenalised, unpenalised] },
    ],
    note: `Width ${width.toPrecision(3)} gives ${unpenalised.toFixed(3)}, the coverage costs ${(unpenalised - score).toFixed(3)}. The outer points are the ends of the coverage's 68 % interval.`,
  };
}
