import {
  applySystematics,
  generateHiggsEvents,
  higgsProcesses,
  nominalMomenta,
  nuisanceDistributions,
  prepareEvents,
  primaryFeatures,
  type HiggsProcess,
  type PreparedEvents,
} from '@unblind/simulation';
import { passesMasses } from './selected-events';

export type ProcessCounts = Readonly<Record<HiggsProcess, number>>;

/** Simulated events of all processes, but for those that no shift can bring over the cuts. */
export interface EventPool {
  table: PreparedEvents;
  /** Where each process's events are in the table, and how many were simulated for them. */
  ranges: Readonly<Record<HiggsProcess, { start: number; count: number; simulated: number }>>;
}

let last: { key: string; pool: EventPool } | null = null;

/**
 * The last one is kept, for the rows that share it.
 *
 * @param simulated events of each process
 * @param part pools of one seed and size with different numbers share no events
 */
export function eventPool(seed: number, simulated: ProcessCounts, part = 0): EventPool {
  const key = JSON.stringify([seed, simulated, part]);
  if (last?.key !== key) last = { key, pool: makePool(seed, simulated, part) };
  return last.pool;
}

function makePool(seed: number, simulated: ProcessCounts, part: number): EventPool {
  const kept = higgsProcesses.map((process) => {
    const count = simulated[process];
    return selectable(generateHiggsEvents({ seed, process, count, start: part * count }));
  });
  const rows = new Float32Array(kept.reduce((sum, { length }) => sum + length, 0));
  const starts = kept.map((_, i) => kept.slice(0, i).reduce((sum, { length }) => sum + length, 0));
  kept.forEach((events, i) => rows.set(events, starts[i]));
  const range = (process: HiggsProcess) => {
    const at = higgsProcesses.indexOf(process);
    return { start: starts[at]! / width, count: kept[at]!.length / width, simulated: simulated[process] };
  };
  const ranges = { ztautau: range('ztautau'), diboson: range('diboson'), ttbar: range('ttbar'), htautau: range('htautau') };
  return { table: prepareEvents(rows), ranges };
}

const width = primaryFeatures.length;

/** The tau's momentum and the visible mass grow with the tau energy scale: what fails at its highest value fails everywhere. */
function selectable(events: Float32Array): Float32Array {
  const shift = { ...nominalMomenta, tes: nuisanceDistributions.tes.high };
  const { rows, surviving } = applySystematics({ table: prepareEvents(events), shift });
  const kept = surviving.filter((_, i) => passesMasses(rows, i, Infinity));
  const selected = new Float32Array(kept.length * width);
  kept.forEach((from, to) => selected.set(events.subarray(from * width, (from + 1) * width), to * width));
  return selected;
}
