import { ParticipantFault, PlatformFault, withoutComputed } from '@unblind/contracts';
import { limitFault, limitsFor } from '@unblind/sandbox';

test('a limit exceeded on hidden data shows the limit, and neither the peak nor how far the program had come', () => {
  const limits = limitsFor({ memoryBytes: 1024 ** 2, wallSeconds: 20, cpus: 1 });
  const usage = { wallSeconds: 20.05, cpuSeconds: 1, idleSeconds: 0, peakMemoryBytes: 1_234_567 };
  const fault = limitFault({ limitHit: 'memory', usage }, limits, 'it had answered 13 of 20 requests');
  expect(fault?.message).toContain('13');
  const shown = withoutComputed(fault);
  expect(shown).toMatchObject({
    detail: {
      code: 'limit-memory',
      message: expect.stringContaining('hidden data'),
      limit: { name: 'memory', limit: 1024 ** 2, peak: null, unit: 'bytes' },
    },
  });
  expect(JSON.stringify(shown)).not.toMatch(/13|1234567|1\.18/);
});

test('any other fault of the participant is its class: nothing computed or printed, no row, no name it could choose', () => {
  const fault = new ParticipantFault('model-run-failed', {
    message: 'exit code 77',
    subject: 'row 2001',
    expected: '(931,)',
    got: 'mass 172.5',
    log: 'secret',
    fix: "Did you mean 'mass-172'?",
  });
  const shown = withoutComputed(fault);
  expect(shown).toMatchObject({
    detail: { code: 'model-run-failed', message: expect.stringContaining('hidden data'), fix: expect.stringMatching(/./) },
  });
  expect(JSON.stringify(shown)).not.toMatch(/77|172|secret|2001|931/);
});

test('a fault of the platform stays as it is', () => {
  const ours = new PlatformFault('sandbox-broken', { message: 'no cgroup', fix: 'Look.' });
  expect(withoutComputed(ours)).toBe(ours);
});
