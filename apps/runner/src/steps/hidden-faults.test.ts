import { ParticipantFault, PlatformFault } from '@unblind/contracts';
import { limitFault, limitsFor } from '@unblind/sandbox';
import { withoutComputed } from './hidden-faults';

test('of a limit that was broken on hidden data the limit and the peak are told, and not how far the program had come', () => {
  const limits = limitsFor({ memoryBytes: 1024 ** 2, wallSeconds: 20, cpus: 1 });
  const usage = { wallSeconds: 20.05, cpuSeconds: 1, peakMemoryBytes: null };
  const fault = limitFault({ limitHit: 'wall', usage }, limits, 'it had answered 13 of 20 requests');
  expect(fault?.message).toContain('13');
  const told = withoutComputed(fault);
  expect(told).toMatchObject({
    detail: {
      code: 'limit-wall-time',
      message: 'On hidden data it used more wall time than it may.',
      fix: fault?.detail.fix,
      limit: { name: 'wall time', limit: 20, peak: 20.05, unit: 's' },
    },
  });
  expect(JSON.stringify(told)).not.toContain('13');
});

test('of any other fault what was computed and printed is left out; the platform’s own stays as it is', () => {
  const fault = new ParticipantFault('model-run-failed', { message: 'exit code 77', got: 'mass 172.5', log: 'secret', fix: 'Mend it.' });
  expect(withoutComputed(fault)).toMatchObject({
    detail: { code: 'model-run-failed', message: expect.stringContaining('hidden'), fix: 'Mend it.' },
  });
  expect(JSON.stringify(withoutComputed(fault))).not.toMatch(/77|172|secret/);
  const ours = new PlatformFault('sandbox-broken', { message: 'no cgroup', fix: 'Look.' });
  expect(withoutComputed(ours)).toBe(ours);
});
