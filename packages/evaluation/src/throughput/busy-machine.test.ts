import { limitFault, limitsFor } from '@unblind/sandbox';
import type { LimitHit } from '@unblind/sandbox';
import { blamedRightly } from './busy-machine';

const limits = limitsFor({ memoryBytes: 2 ** 30, wallSeconds: 100, cpus: 2 });
const stopped = (limitHit: LimitHit, cpuSeconds: number, idleSeconds: number) =>
  limitFault({ limitHit, usage: { wallSeconds: 100, cpuSeconds, idleSeconds, peakMemoryBytes: null } }, limits);

test('a timing that wanted a processor and got none for most of its time is not the participant’s fault', () => {
  expect(blamedRightly(stopped('wall', 30, 10))).toMatchObject({ detail: { code: 'machine-too-slow', whose: 'platform' } });
});

test('one that computed or slept for most of its time is, and other limits are as they were', () => {
  for (const fault of [stopped('wall', 90, 5), stopped('wall', 5, 90), stopped('memory', 1, 1)]) {
    expect(fault?.detail.whose).toBe('participant');
    expect(blamedRightly(fault)).toBe(fault);
  }
  const other = new Error('another');
  expect(blamedRightly(other)).toBe(other);
});
