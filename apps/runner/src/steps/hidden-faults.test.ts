import { ParticipantFault, PlatformFault } from '@unblind/contracts';
import { limitFault, limitsFor } from '@unblind/sandbox';
import { withoutComputed } from './hidden-faults';

test('a limit exceeded on hidden data shows the limit and the peak, and not how far the program had come', () => {
  const limits = limitsFor({ memoryBytes: 1024 ** 2, wallSeconds: 20, cpus: 1 });
  const usage = { wallSeconds: 20.05, cpuSeconds: 1, peakMemoryBytes: null };
  const fault = limitFault({ limitHit: 'wall', usage }, limits, 'it had answered 13 of 20 requests');
  expect(fault?.message).toContain('13');
  const shown = withoutComputed(fault);
  expect(shown).toMatchObject({
    detail: {
      code: 'limit-wall-time',
      message: 'On hidden data the submission used more wall time than allowed.',
      fix: fault?.detail.fix,
      limit: { name: 'wall time', limit: 20, peak: 20.05, unit: 's' },
    },
  });
  expect(JSON.stringify(shown)).not.toContain('13');
});

test('any other fault of the participant loses what was computed and printed; a fault of the platform stays as it is', () => {
  const fault = new ParticipantFault('model-run-failed', { message: 'exit code 77', got: 'mass 172.5', log: 'secret', fix: 'Mend it.' });
  expect(withoutComputed(fault)).toMatchObject({
    detail: { code: 'model-run-failed', message: expect.stringContaining('hidden'), fix: 'Mend it.' },
  });
  expect(JSON.stringify(withoutComputed(fault))).not.toMatch(/77|172|secret/);
  const ours = new PlatformFault('sandbox-broken', { message: 'no cgroup', fix: 'Look.' });
  expect(withoutComputed(ours)).toBe(ours);
});
