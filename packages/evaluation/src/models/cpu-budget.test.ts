import { ParticipantFault, PlatformFault } from '@unblind/contracts';
import { limitFault } from '@unblind/sandbox';
import type { LimitHit } from '@unblind/sandbox';
import { CpuBudget, runLimits, type TimeLeft } from './cpu-budget';

const limits = { cpu: 100, memory: 2 ** 30, cpus: 2 };
const used = (cpuSeconds: number, wallSeconds = cpuSeconds, idleSeconds = 0) => ({
  usage: { cpuSeconds, wallSeconds, idleSeconds, peakMemoryBytes: null },
});

const stopped = (hit: LimitHit, usage = used(1)) => {
  const sandbox = runLimits(limits);
  return Promise.reject(limitFault({ limitHit: hit, ...usage }, sandbox) ?? new Error('no limit'));
};

test('the runs of a submission share its CPU time, and may take three times as long by the clock', async () => {
  const budget = new CpuBudget(limits);
  const seen: TimeLeft[] = [];
  for (const seconds of [30, 40])
    await budget.spend((left) => {
      seen.push(left);
      return Promise.resolve(used(seconds, 2 * seconds));
    });
  await budget.spend((left) => {
    seen.push(left);
    return Promise.resolve(used(1));
  });
  expect(seen).toEqual([
    { cpuSeconds: 100, wallSeconds: 300 },
    { cpuSeconds: 70, wallSeconds: 240 },
    { cpuSeconds: 30, wallSeconds: 160 },
  ]);
  expect(runLimits(limits, { cpuSeconds: 30, wallSeconds: 160 })).toMatchObject({ cpuSeconds: 30, wallSeconds: 160, memoryBytes: 2 ** 30 });
});

test('too much CPU time is the fault of the participant, who reads the budget of the whole submission', async () => {
  const budget = new CpuBudget(limits);
  await budget.spend(() => Promise.resolve(used(60)));
  const faults = [
    await budget.spend(() => stopped('cpu')).catch((error: unknown) => error),
    await budget.spend(() => Promise.resolve(used(40))).catch((error: unknown) => error),
  ];
  for (const fault of faults) {
    expect(fault).toBeInstanceOf(ParticipantFault);
    expect(fault).toMatchObject({ detail: { code: 'limit-cpu-time', limit: { limit: 100 } } });
  }
});

test('too long by the clock with CPU time left is the fault of the platform', async () => {
  const slow = await new CpuBudget(limits).spend(() => stopped('wall')).catch((error: unknown) => error);
  expect(slow).toBeInstanceOf(PlatformFault);
  expect(slow).toMatchObject({ detail: { code: 'machine-too-slow' } });
});

test('unless the program slept for most of the time, in all its runs together', async () => {
  const budget = new CpuBudget(limits);
  await budget.spend(() => Promise.resolve(used(10, 150, 130)));
  const slept = await budget.spend(() => stopped('wall', used(10, 150, 21))).catch((error: unknown) => error);
  expect(slept).toBeInstanceOf(ParticipantFault);
  expect(slept).toMatchObject({
    detail: { code: 'limit-wall-time', message: expect.stringContaining('slept for 151 s'), limit: { limit: 300 } },
  });
  const starved = await new CpuBudget(limits).spend(() => stopped('wall', used(20, 300, 149))).catch((error: unknown) => error);
  expect(starved).toBeInstanceOf(PlatformFault);
});

test('any other fault stays as it is', async () => {
  const memory = await new CpuBudget(limits).spend(() => stopped('memory')).catch((error: unknown) => error);
  expect(memory).toMatchObject({ detail: { code: 'limit-memory' } });
});
