import type { Seed } from '@unblind/random';
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
import type { ProcessCounts } from './yields';

/** Simulated events of all processes, without those that fail the cuts under every shift. */
export interface EventPool {
  table: PreparedEvents;
  /** The rows of each process in the table, and the number of simulated events behind them. */
  ranges: Readonly<Record<HiggsProcess, { start: number; count: number; simulated: number }>>;
}

let last: { key: string; pool: EventPool } | null = null;

/**
 * The events behind one block of the training split. The most recent pool is cached, because the rows of a block share it.
 *
 * @param simulated events of each process
 * @param part number of the pool; pools with the same seed and size but different numbers share no events
 */
export function eventPool(seed: Seed, simulated: ProcessCounts, part: number): EventPool {
  const key = JSON.stringify([seed, simulated, part]);
  if (last?.key !== key) last = { key, pool: makePool(seed, simulated, part) };
  return last.pool;
}

function makePool(seed: Seed, simulated: ProcessCounts, part: number): EventPool {
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

/** The tau's momentum and the visible mass grow with the tau energy scale: an event that fails at its highest value always fails. */
function selectable(events: Float32Array): Float32Array {
  const shift = { ...nominalMomenta, tes: nuisanceDistributions.tes.high };
  const { rows, surviving } = applySystematics({ table: prepareEvents(events), shift });
  const kept = surviving.filter((_, i) => passesMasses(rows, i, Infinity));
  const selected = new Float32Array(kept.length * width);
  kept.forEach((from, to) => selected.set(events.subarray(from * width, (from + 1) * width), to * width));
  return selected;
}
