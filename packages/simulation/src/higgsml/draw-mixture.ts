import type { RandomSource } from '@unblind/random';
import { higgsProcesses, type HiggsProcess } from './pseudo-experiment';

/** Rows start..start+count-1 of a table are events of a process, of which a pseudo-experiment expects so many. */
export interface ProcessRows {
  start: number;
  count: number;
  expected: number;
}

export interface DrawnEvents {
  /** The row of each event. */
  draws: Uint32Array;
  /** Index into `higgsProcesses` of each event. */
  processes: Uint8Array;
}

/**
 * The events of a pseudo-experiment, with replacement and in random order, where all rows of a process weigh the same.
 *
 * The number of all events is Poisson, and each is then of a process with the probability of its share: the same distribution as
 * a Poisson number for each row and a shuffle (`drawCounts`, `drawEvents`, which follow the reference draw by draw), at one random
 * number an event.
 */
export function drawMixture(random: RandomSource, mixture: Readonly<Record<HiggsProcess, ProcessRows>>): DrawnEvents {
  const parts = higgsProcesses.map((process) => mixture[process]);
  const empty = parts.findIndex(({ count, expected }) => expected > 0 && !(count >= 1));
  if (empty >= 0)
    throw new RangeError(`${parts[empty]!.expected} events of ${higgsProcesses[empty]} are expected, and there is none to draw`);
  const total = parts.reduce((sum, { expected }) => sum + expected, 0);
  const events = random.poisson(total);
  const draws = new Uint32Array(events);
  const processes = new Uint8Array(events);
  const last = parts.length - 1;
  for (let event = 0; event < events; event++) {
    let left = random.uniform() * total;
    let part = 0;
    while (part < last && left >= parts[part]!.expected) left -= parts[part++]!.expected;
    const { start, count, expected } = parts[part]!;
    // Within its process the same number says which row. Rounding may bring it to the end.
    draws[event] = start + Math.min(count - 1, Math.floor((left / expected) * count));
    processes[event] = part;
  }
  return { draws, processes };
}

/**
 * The same from a large table that is laid out in blocks, each with its share of every process: block by block in random order, so
 * that what is read lies close together. Three times as fast where the table is larger than the processor's cache.
 */
export function drawFromBlocks(random: RandomSource, blocks: readonly Readonly<Record<HiggsProcess, ProcessRows>>[]): DrawnEvents {
  const order = Array.from(blocks.keys());
  for (let i = order.length - 1; i > 0; i--) {
    const other = random.integer(i + 1);
    [order[i], order[other]] = [order[other]!, order[i]!];
  }
  const parts = order.map((block) => drawMixture(random, blocks[block]!));
  const events = parts.reduce((sum, { draws }) => sum + draws.length, 0);
  const all: DrawnEvents = { draws: new Uint32Array(events), processes: new Uint8Array(events) };
  let at = 0;
  for (const { draws, processes } of parts) {
    all.draws.set(draws, at);
    all.processes.set(processes, at);
    at += draws.length;
  }
  return all;
}
