export { beat, claim, endClaimed, endWithFault, finishWithin, lockClaimed, release, releaseClaimed, releaseStale } from './lease';
export type { Claim, LeasedRow } from './leased-row';
export { leasedRows } from './rows';
export { HEARTBEAT_MS, STALE_MS, findStale, findWaiting } from './stale';
export { findQueue, nextOfEntrant, waitsForTurn } from './turns';
