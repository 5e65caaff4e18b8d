import type { RandomSource } from '@unblind/random';
import {
  drawNuisances,
  drawSignalStrength,
  generateHiggsEvent,
  higgsProcesses,
  prepareEvents,
  primaryFeatures,
  type HiggsProcess,
  type Nuisances,
} from '@unblind/simulation';
import { selectedEvents } from './selected-events';
import { yields } from './yields';

export interface PseudoExperiment {
  mu: number;
  nuisances: Nuisances;
  /** Features [E, 28]. */
  events: Float32Array;
  /** Index into `higgsProcesses` of each event. */
  processes: Uint8Array;
}

const width = primaryFeatures.length;

/**
 * One pseudo-experiment by FAIR Universe's recipe: mu and nuisances drawn, Poisson numbers of each process, momenta shifted, cuts,
 * derived features. Everything is its own and comes from its stream: experiments share neither mu nor events, so that one tells
 * nothing about another. The order of the processes is shuffled before their events are simulated.
 *
 * @param fixed nuisances that have these values instead of the drawn ones
 */
export function pseudoExperiment(random: RandomSource, fixed: Partial<Nuisances> = {}): PseudoExperiment {
  const mu = drawSignalStrength(random);
  const nuisances = { ...drawNuisances(random), ...fixed };
  const simulated = Uint8Array.from(
    higgsProcesses.flatMap((process, index) => {
      const length = random.poisson(yields[process] * scaleOf(process, mu, nuisances));
      return new Array<number>(length).fill(index);
    }),
  );
  random.shuffle(simulated);
  const rows = new Float32Array(simulated.length * width);
  simulated.forEach((process, event) => {
    generateHiggsEvent(random, higgsProcesses[process]!, rows.subarray(event * width, (event + 1) * width));
  });
  const softMetNormals = { x: Float64Array.from(simulated, () => random.normal()), y: Float64Array.from(simulated, () => random.normal()) };
  const { rows: events, surviving } = selectedEvents({ table: prepareEvents(rows), shift: nuisances, softMetNormals });
  return { mu, nuisances, events, processes: Uint8Array.from(surviving, (event) => simulated[event]!) };
}

function scaleOf(process: HiggsProcess, mu: number, { ttbarScale, dibosonScale, backgroundScale }: Nuisances): number {
  if (process === 'htautau') return mu;
  return backgroundScale * (process === 'ttbar' ? ttbarScale : process === 'diboson' ? dibosonScale : 1);
}
