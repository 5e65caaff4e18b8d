import { NumpyStream } from '@unblind/random';
import type { Nuisances } from './nuisances';

/** The processes in the order in which the reference draws them. */
export const higgsProcesses = ['ztautau', 'diboson', 'ttbar', 'htautau'] as const;
export type HiggsProcess = (typeof higgsProcesses)[number];

/** Per process the expected number of events that each of its simulated rows stands for. */
export type ProcessWeights = Readonly<Record<HiggsProcess, Float32Array>>;

/** Factor on the expected events of each process. */
function normalisation(process: HiggsProcess, mu: number, { ttbarScale, dibosonScale, backgroundScale }: Nuisances): number {
  const factors = { ztautau: backgroundScale, diboson: dibosonScale * backgroundScale, ttbar: ttbarScale * backgroundScale, htautau: mu };
  return factors[process];
}

/**
 * How often each row of each process occurs in a pseudo-experiment: Poisson(normalisation * weight), the products in float32
 * as the reference takes them. Every process has a stream of its own, seeded seed, seed + 1, seed + 3, seed + 6.
 *
 * A difference from the reference: with the scale of all backgrounds enabled but that of ttbar or diboson not, the
 * reference leaves that process unscaled; here all backgrounds are scaled.
 */
export function drawCounts(weights: ProcessWeights, mu: number, nuisances: Nuisances, seed: number): Record<HiggsProcess, Uint32Array> {
  const none = new Uint32Array(0);
  let processSeed = seed;
  const counts: Record<HiggsProcess, Uint32Array> = { ztautau: none, diboson: none, ttbar: none, htautau: none };
  higgsProcesses.forEach((process, i) => {
    processSeed += i;
    const random = new NumpyStream(processSeed);
    const factor = Math.fround(normalisation(process, mu, nuisances));
    counts[process] = Uint32Array.from(weights[process], (weight) => random.poisson(Math.fround(factor * weight)));
  });
  return counts;
}

/**
 * The events of a pseudo-experiment: every row as often as it was drawn, in random order, so that the order says nothing about
 * the process.
 *
 * @returns per event its row, rows numbered through the processes in the order of `higgsProcesses`
 */
export function drawEvents(counts: Readonly<Record<HiggsProcess, Uint32Array>>, seed: number): Uint32Array {
  const all = higgsProcesses.map((process) => counts[process]);
  const rows = new Uint32Array(all.reduce((sum, ofProcess) => sum + ofProcess.reduce((a, b) => a + b, 0), 0));
  let row = 0;
  let end = 0;
  for (const ofProcess of all) {
    for (const count of ofProcess) {
      rows.fill(row, end, end + count);
      end += count;
      row++;
    }
  }
  const order = Uint32Array.from(rows, (_row, i) => i);
  new NumpyStream(seed).shuffle(order);
  return order.map((i) => rows[i]!);
}

export interface Experiment {
  set: number;
  experiment: number;
  seed: number;
}

/** All pseudo-experiments of all sets in the order in which the reference runs them, each with its seed. */
export function experimentOrder(initialSeed: number, sets: number, perSet: number): Experiment[] {
  const experiments = Array.from({ length: sets * perSet }, (_, i) => ({
    set: Math.floor(i / perSet),
    experiment: i % perSet,
    seed: initialSeed + i,
  }));
  new NumpyStream(initialSeed).shuffle(experiments);
  return experiments;
}

/** Standard normals of the soft missing momentum: all of x, then all of y. The reference takes the same seed for every experiment. */
export function drawSoftMetNormals(events: number, seed = 31415): { x: Float64Array; y: Float64Array } {
  const random = new NumpyStream(seed);
  return {
    x: Float64Array.from({ length: events }, () => random.normal()),
    y: Float64Array.from({ length: events }, () => random.normal()),
  };
}
