import { deriveSeed, streamOf, type Seed } from '@unblind/random';
import { expectedYields, higgsProcesses, type HiggsProcess } from '@unblind/simulation';

/** Summed weight of signal and background in the 2014 data (CERN Open Data record 328), in every split. */
const expected = { signal: 691.988607711987, background: 410_999.847321811 };

/** How often each process is simulated: far from how often it occurs, so that every one is seen. */
const simulated: Readonly<Record<HiggsProcess, number>> = { htautau: 0.34, ztautau: 0.44, ttbar: 0.15, diboson: 0.07 };

/** Factors of the yields of processes and of all backgrounds. */
export interface Normalisation {
  ttbar: number;
  diboson: number;
  background: number;
}
export const nominalNormalisation: Normalisation = { ttbar: 1, diboson: 1, background: 1 };

/** The process of every row of a split, and the summed weight of each class before it is normalised. */
export interface SplitProcesses {
  processes: readonly HiggsProcess[];
  sums: Readonly<Record<'signal' | 'background', number>>;
}

let last: { key: string; split: SplitProcesses } | null = null;

/** Drawn from a stream of their own. The most recent split's are kept, because its chunks share them. */
export function drawProcesses(seed: Seed, rows: number): SplitProcesses {
  const key = JSON.stringify([seed, rows]);
  if (last?.key !== key) {
    const random = streamOf(deriveSeed(seed, 'processes'), 0);
    const processes = Array.from({ length: rows }, () => drawProcess(random.uniform()));
    const sums = { signal: 0, background: 0 };
    for (const process of processes) sums[classOf(process)] += weightOf(process);
    last = { key, split: { processes, sums } };
  }
  return last.split;
}

function drawProcess(uniform: number): HiggsProcess {
  let left = uniform;
  for (const process of higgsProcesses) {
    left -= simulated[process];
    if (left < 0) return process;
  }
  return 'htautau';
}

/**
 * Expected events that a row of the split stands for. As in 2014 they are normalised in each split: those of the signal sum to 692 and
 * those of the background to 411,000, whatever the luck of the draw. A shifted normalisation multiplies the nominal weights.
 */
export function eventWeight({ sums }: SplitProcesses, process: HiggsProcess, normalisation: Normalisation): number {
  const ofClass = classOf(process);
  return (weightOf(process) / sums[ofClass]) * expected[ofClass] * factorOf(process, normalisation);
}

const classOf = (process: HiggsProcess) => (process === 'htautau' ? 'signal' : 'background');

function weightOf(process: HiggsProcess): number {
  return expectedYields[process] / simulated[process];
}

function factorOf(process: HiggsProcess, { ttbar, diboson, background }: Normalisation): number {
  if (process === 'htautau') return 1;
  return background * (process === 'ttbar' ? ttbar : process === 'diboson' ? diboson : 1);
}
