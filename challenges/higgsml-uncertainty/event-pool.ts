import {
  generateHiggsEvents,
  higgsProcesses,
  prepareEvents,
  primaryFeatures,
  type HiggsProcess,
  type PreparedEvents,
} from '@unblind/simulation';
import { simulatedShares } from './yields';

/** Simulated events of all processes. */
export interface EventPool {
  table: PreparedEvents;
  /** Where each process's events are in the table. */
  ranges: Readonly<Record<HiggsProcess, { start: number; count: number }>>;
}

let last: { key: string; pool: EventPool } | null = null;

/**
 * The last one is kept, for the rows that share it.
 *
 * @param size events of all processes
 * @param part pools of one seed and size with different numbers share no events
 */
export function eventPool(seed: number, size: number, part = 0): EventPool {
  const key = `${seed}/${size}/${part}`;
  if (last?.key !== key) last = { key, pool: makePool(seed, size, part) };
  return last.pool;
}

function makePool(seed: number, size: number, part: number): EventPool {
  const rows = new Float32Array(size * primaryFeatures.length);
  const countOf = (process: HiggsProcess) => Math.floor(size * simulatedShares[process]);
  const range = (process: HiggsProcess) => {
    const before = higgsProcesses.slice(0, higgsProcesses.indexOf(process));
    return { start: before.reduce((sum, name) => sum + countOf(name), 0), count: countOf(process) };
  };
  const ranges = { ztautau: range('ztautau'), diboson: range('diboson'), ttbar: range('ttbar'), htautau: range('htautau') };
  for (const process of higgsProcesses) {
    const { start, count } = ranges[process];
    rows.set(generateHiggsEvents({ seed, process, count, start: part * count }), start * primaryFeatures.length);
  }
  return { table: prepareEvents(rows), ranges };
}
