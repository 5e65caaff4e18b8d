import { PlatformFault } from '@unblind/contracts';
import { LimitFault } from '@unblind/sandbox';

/**
 * The fault of a timing that was stopped because it took too long. A program that computed, or slept, for most of the time is at fault
 * itself; one that wanted a processor and got none met a machine that was too busy, and is timed again.
 */
export function blamedRightly(error: unknown): unknown {
  if (!(error instanceof LimitFault) || error.detail.code !== 'limit-wall-time') return error;
  const { cpuSeconds, idleSeconds, wallSeconds } = error.usage;
  if (Math.max(cpuSeconds, idleSeconds) > wallSeconds / 2) return error;
  return new PlatformFault('machine-too-slow', {
    message: `the timing took ${Math.round(wallSeconds)} s, and got a processor for ${Math.round(cpuSeconds)} s of them: the machine was too busy`,
    fix: 'Nothing is wrong with your file.',
  });
}
