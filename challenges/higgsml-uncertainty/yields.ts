import type { HiggsProcess } from '@unblind/simulation';

export type ProcessCounts = Readonly<Record<HiggsProcess, number>>;

/**
 * Expected events of each process in one pseudo-experiment, before the cuts and at mu = 1. The sample is small and rich in signal, so that a laptop can
 * handle it: 10 fb^-1 of the real challenge contain 1,015 Higgs bosons among a million events.
 */
export const yields: ProcessCounts = { htautau: 240, ztautau: 2250, ttbar: 240, diboson: 240 };

/** Simulated events for one block of the training split: enough of every process. */
export const simulatedForBlock: ProcessCounts = { htautau: 2500, ztautau: 5500, ttbar: 1500, diboson: 1500 };
