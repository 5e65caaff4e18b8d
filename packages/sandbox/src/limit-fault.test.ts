import { limitFault } from './limit-fault';
import type { LimitHit } from './port';
import { limitsFor } from './profile';

const limits = limitsFor({ memoryBytes: 2 * 1024 ** 3, wallSeconds: 600, cpus: 2 });
const usage = { wallSeconds: 600.02, cpuSeconds: 12.345, idleSeconds: 0, peakMemoryBytes: 1.5 * 1024 ** 3 };

describe('a run that was ended by a limit', () => {
  it.each([
    ['memory', 'limit-memory', 'more memory than the 2 GiB', '1.5 GiB', { limit: 2 ** 31, peak: 1.5 * 2 ** 30, unit: 'bytes' }],
    ['wall', 'limit-wall-time', 'more wall time than the 600 s', '600 s', { limit: 600, peak: 600.02, unit: 's' }],
    ['cpu', 'limit-cpu-time', 'more CPU time than the 1320 s', '12.3 s', { limit: 1320, peak: 12.345, unit: 's' }],
    ['processes', 'limit-processes', 'more processes and threads than the 68', undefined, { limit: 68, peak: null, unit: '' }],
    ['output', 'limit-output', 'more output than the 1 MiB', undefined, { limit: 2 ** 20, peak: null, unit: 'bytes' }],
  ] as const)('%s is told with the limit and the peak', (limitHit, code, message, got, limit) => {
    const fault = limitFault({ limitHit, usage }, limits);
    expect(fault?.detail).toMatchObject({ code, whose: 'participant', message: expect.stringContaining(message), limit });
    expect(fault?.detail.got).toBe(got);
  });

  it('is none when no limit was hit', () => {
    const limitHit: LimitHit | null = null;
    expect(limitFault({ limitHit, usage }, limits)).toBeNull();
  });
});
