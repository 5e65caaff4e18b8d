import {
  RandomStream,
  deriveSeed,
  drawNuisances,
  drawSignalStrengths,
  higgsProcesses,
  type HiggsProcess,
  type Nuisances,
} from '@unblind/simulation';
import type { EventPool } from './event-pool';
import { selectedEvents } from './selected-events';
import { yields } from './yields';

/** All splits but the training one have this many sets; a set's experiments share their mu. */
export const sets = 10;

export interface PseudoExperiment {
  mu: number;
  set: number;
  nuisances: Nuisances;
  /** Features [E, 28]. */
  events: Float32Array;
  /** Index into `higgsProcesses` of each event. */
  processes: Uint8Array;
}

/**
 * One pseudo-experiment by FAIR Universe's recipe: nuisances drawn, Poisson numbers of each process, momenta shifted, cuts,
 * derived features, random order. It depends on the split's seed and its number only.
 *
 * The rows of a process weigh the same, so that its total is drawn first and then that many rows, with replacement: the same
 * distribution as a Poisson number for each row. What the pool leaves out would be cut.
 *
 * @param fixed nuisances that are not what was drawn
 */
export function pseudoExperiment(
  pool: EventPool,
  seed: number,
  row: number,
  rows: number,
  fixed: Partial<Nuisances> = {},
): PseudoExperiment {
  const set = Math.floor((row * sets) / rows);
  const mu = drawSignalStrengths(new RandomStream(deriveSeed(seed, 'mu'), 0), sets)[set]!;
  const random = new RandomStream(deriveSeed(seed, 'experiments'), row);
  const nuisances = { ...drawNuisances(random), ...fixed };
  const draws: number[] = [];
  const drawn: number[] = [];
  higgsProcesses.forEach((process, index) => {
    const { start, count, simulated } = pool.ranges[process];
    const expected = yields[process] * scaleOf(process, mu, nuisances) * (count / simulated);
    for (let left = random.poisson(expected); left > 0; left--) {
      draws.push(start + random.integer(count));
      drawn.push(index);
    }
  });
  shuffle(random, draws, drawn);
  const normals = { x: Float64Array.from(draws, () => random.normal()), y: Float64Array.from(draws, () => random.normal()) };
  const shifted = selectedEvents({ table: pool.table, draws: Uint32Array.from(draws), shift: nuisances, softMetNormals: normals });
  return { mu, set, nuisances, events: shifted.rows, processes: Uint8Array.from(shifted.surviving, (event) => drawn[event]!) };
}

function scaleOf(process: HiggsProcess, mu: number, { ttbarScale, dibosonScale, backgroundScale }: Nuisances): number {
  if (process === 'htautau') return mu;
  return backgroundScale * (process === 'ttbar' ? ttbarScale : process === 'diboson' ? dibosonScale : 1);
}

/** The order of the events says nothing about their process. */
function shuffle(random: RandomStream, draws: number[], drawn: number[]): void {
  for (let i = draws.length - 1; i > 0; i--) {
    const other = random.integer(i + 1);
    [draws[i], draws[other]] = [draws[other]!, draws[i]!];
    [drawn[i], drawn[other]] = [drawn[other]!, drawn[i]!];
  }
}
