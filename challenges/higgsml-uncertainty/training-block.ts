import { deriveSeed, streamOf, type Seed } from '@unblind/random';
import { higgsProcesses, nominalNuisances, type Nuisances } from '@unblind/simulation';
import { eventPool } from './event-pool';
import { selectedEvents } from './selected-events';
import { simulatedForBlock, yields } from './yields';

/** One row of the training split: labelled events under one shift, with their weights. */
export interface TrainingBlock {
  nuisances: Nuisances;
  /** Features [E, 28]. */
  events: Float32Array;
  processes: Uint8Array;
  /** Expected events at mu = 1 that each event represents: all rows under one shift add up to one expected pseudo-experiment. */
  weights: Float32Array;
}

/** The median of the soft missing momentum, GeV. */
const central: Nuisances = { ...nominalNuisances, softMet: 1 };

/** The central values and one standard deviation up and down in each nuisance that changes momenta, in the order of the rows. */
export const trainingShifts: readonly Nuisances[] = [
  central,
  { ...central, tes: 1.01 },
  { ...central, tes: 0.99 },
  { ...central, jes: 1.01 },
  { ...central, jes: 0.99 },
  { ...central, softMet: Math.exp(1) },
  { ...central, softMet: Math.exp(-1) },
];

/** Rows come in groups of seven: the same events under each shift. */
export function trainingBlock(seed: Seed, row: number, rows: number): TrainingBlock {
  const block = Math.floor(row / trainingShifts.length);
  const blocks = Math.ceil(rows / trainingShifts.length);
  const nuisances = trainingShifts[row % trainingShifts.length]!;
  const { table, ranges } = eventPool(seed, simulatedForBlock, block);
  const random = streamOf(deriveSeed(seed, 'soft MET'), block);
  const length = higgsProcesses.reduce((sum, process) => sum + ranges[process].count, 0);
  const normals = { x: Float64Array.from({ length }, () => random.normal()), y: Float64Array.from({ length }, () => random.normal()) };
  const { rows: events, surviving } = selectedEvents({ table, shift: nuisances, softMetNormals: normals });
  const processes = Uint8Array.from(surviving, (event) =>
    higgsProcesses.findIndex((process) => event >= ranges[process].start && event < ranges[process].start + ranges[process].count),
  );
  const weights = Float32Array.from(processes, (index) => {
    const process = higgsProcesses[index]!;
    return yields[process] / (ranges[process].simulated * blocks);
  });
  return { nuisances, events, processes, weights };
}
