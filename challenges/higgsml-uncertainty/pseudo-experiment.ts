import { deriveSeed, streamOf, type Seed } from '@unblind/random';
import { drawMixture, drawNuisances, drawSignalStrengths, type HiggsProcess, type Nuisances } from '@unblind/simulation';
import type { EventPool } from './event-pool';
import { selectedEvents } from './selected-events';
import { yields } from './yields';

/** The number of sets in every split except training; the pseudo-experiments of a set share their mu. */
const sets = 10;

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
 * derived features, random order. It depends only on the split's seed and on its number.
 *
 * Events that are missing in the pool would fail the cuts anyway.
 *
 * @param seed of the split
 * @param row the experiment's number
 * @param rows of the split
 * @param fixed nuisances that have these values instead of the drawn ones
 */
export function pseudoExperiment(
  pool: EventPool,
  { seed, row, rows }: { seed: Seed; row: number; rows: number },
  fixed: Partial<Nuisances> = {},
): PseudoExperiment {
  const set = Math.floor((row * sets) / rows);
  const mu = drawSignalStrengths(streamOf(deriveSeed(seed, 'mu'), 0), sets)[set]!;
  const random = streamOf(deriveSeed(seed, 'experiments'), row);
  const nuisances = { ...drawNuisances(random), ...fixed };
  const rowsOf = (process: HiggsProcess) => {
    const { start, count, simulated } = pool.ranges[process];
    return { start, count, expected: yields[process] * scaleOf(process, mu, nuisances) * (count / simulated) };
  };
  const { draws, processes } = drawMixture(random, {
    ztautau: rowsOf('ztautau'),
    diboson: rowsOf('diboson'),
    ttbar: rowsOf('ttbar'),
    htautau: rowsOf('htautau'),
  });
  const normals = { x: Float64Array.from(draws, () => random.normal()), y: Float64Array.from(draws, () => random.normal()) };
  const shifted = selectedEvents({ table: pool.table, draws, shift: nuisances, softMetNormals: normals });
  return { mu, set, nuisances, events: shifted.rows, processes: Uint8Array.from(shifted.surviving, (event) => processes[event]!) };
}

function scaleOf(process: HiggsProcess, mu: number, { ttbarScale, dibosonScale, backgroundScale }: Nuisances): number {
  if (process === 'htautau') return mu;
  return backgroundScale * (process === 'ttbar' ? ttbarScale : process === 'diboson' ? dibosonScale : 1);
}
