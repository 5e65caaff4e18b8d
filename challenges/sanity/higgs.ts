import { streamOf } from '@unblind/random';
import { higgsFeatures } from '@unblind/simulation';
import { drawProcesses, eventWeight, nominalNormalisation } from '../higgsml-2014/event-weights';
import { pseudoExperiment } from '../higgsml-uncertainty/pseudo-experiment';
import type { SanityFigure } from './figure';

/** Figures of both Higgs challenges: summed weights of 2014, and how often an event recurs in pseudo-experiments. */
export function higgsFigures(experiments: number): SanityFigure[] {
  const splits = [100_000, 80_000, 200_000].map((rows, seed) => drawProcesses(seed, rows));
  const sums = (signal: boolean) =>
    splits.map((split) =>
      split.processes.reduce(
        (sum, process) => ((process === 'htautau') === signal ? sum + eventWeight(split, process, nominalNormalisation) : sum),
        0,
      ),
    );
  const ofSplits = (figure: string, values: readonly number[], target: number): SanityFigure[] =>
    [Math.min(...values), Math.max(...values)].map((value, i) => ({
      simulation: 'HiggsML 2014',
      figure: `${i === 0 ? 'least' : 'largest'} ${figure} of a split`,
      value,
      range: [target * (1 - 1e-9), target * (1 + 1e-9)],
      because: 'CERN Open Data record 328',
    }));
  return [
    ...ofSplits('weight of signal', sums(true), 691.988607711987),
    ...ofSplits('weight of background', sums(false), 410_999.847321811),
    {
      simulation: 'HiggsML with systematics',
      figure: `events of ${experiments} pseudo-experiments that occur twice`,
      value: recurring(experiments),
      range: [0, 0],
      because: 'every event is simulated for its own experiment',
    },
  ];
}

function recurring(experiments: number): number {
  const seen = new Set<string>();
  let again = 0;
  for (let row = 0; row < experiments; row++) {
    const { events } = pseudoExperiment(streamOf(2024, row));
    for (let at = 0; at < events.length; at += higgsFeatures.length) {
      const key = events.subarray(at, at + higgsFeatures.length).join();
      if (seen.has(key)) again++;
      seen.add(key);
    }
  }
  return again;
}
