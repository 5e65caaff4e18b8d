import type { ProcessCounts } from './event-pool';

/**
 * Expected events of each process in one pseudo-experiment, before the cuts and at mu = 1. They are those of a small sample that
 * is rich in signal, chosen so that a laptop can play: 10 fb^-1 of the real challenge are 1,015 Higgs bosons among a million events.
 */
export const yields: ProcessCounts = { htautau: 240, ztautau: 2250, ttbar: 240, diboson: 240 };

/** How often each process is simulated for the pseudo-experiments of a split: 50 times what one expects. */
export const simulatedForTests: ProcessCounts = { htautau: 12_000, ztautau: 112_500, ttbar: 12_000, diboson: 12_000 };

/** For one block of the training split: every process is seen well. */
export const simulatedForBlock: ProcessCounts = { htautau: 2500, ztautau: 5500, ttbar: 1500, diboson: 1500 };
