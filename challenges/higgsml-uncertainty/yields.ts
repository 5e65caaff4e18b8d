import type { HiggsProcess } from '@unblind/simulation';

/**
 * Expected events of each process in one pseudo-experiment, before the cuts and at mu = 1. They are those of a small sample that
 * is rich in signal, chosen so that a laptop can play: 10 fb^-1 of the real challenge are 1,015 Higgs bosons among a million events.
 */
export const yields: Readonly<Record<HiggsProcess, number>> = { htautau: 240, ztautau: 2250, ttbar: 240, diboson: 240 };

/** How often each process is simulated: every one is seen well. */
export const simulatedShares: Readonly<Record<HiggsProcess, number>> = { htautau: 0.25, ztautau: 0.35, ttbar: 0.2, diboson: 0.2 };
