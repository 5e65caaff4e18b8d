import type { ChildProcess } from 'node:child_process';
import { Hardware } from '@unblind/contracts';
import { HostLease } from '@unblind/runner';
import { Lab, baseline } from './lab';
import { decent, slow } from './models';

const throughput = (seconds: number) => ({
  scenarios: ['single-stream', 'offline'] as ('single-stream' | 'offline')[],
  batches: [16, 64],
  reference: 'Deep Sets',
  cores: 1,
  budget: { seconds, atMostSeconds: 5, queries: 64 },
});

async function timed(lab: Lab, id: string, wanted = 'done') {
  for (let waited = 0; waited < 110_000; waited += 100) {
    const timing = await lab.database.timing.findUnique({ where: { evaluationId: id } });
    if (timing?.state === wanted) return timing;
    if (timing?.state === 'done' || timing?.state === 'failed') throw new Error(`is ${timing.state}: ${JSON.stringify(timing.fault)}`);
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`was not ${wanted} in time`);
}

describe('a scored model is timed', () => {
  let lab: Lab;
  let runner: ChildProcess;
  beforeAll(async () => {
    lab = await Lab.open({ throughput: throughput(0.5), gpu: { public: 'none', private: 'optional' } });
    runner = lab.startRunner('first');
    await lab.waitFor(await lab.submit(decent(0.44)), 'scored', 110);
  });
  afterAll(() => lab.close());

  test('with the reference model and its hardware recorded, and enters the boards whose gate it passes', async () => {
    const quick = await lab.submit(baseline('substructure-cut'));
    const timing = await timed(lab, quick);
    expect(Hardware.parse(Object(timing.result).hardware)).toMatchObject({
      class: timing.hardwareClass,
      executionProvider: 'cpu',
      coresUsed: 1,
    });
    expect(timing.result).toMatchObject({
      budget: throughput(0.5).budget,
      reference: { name: 'Deep Sets', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    const { metrics, boardEntries, state } = await lab.result(quick);
    expect(state).toBe('scored');
    const named = (name: string) => metrics.find((metric) => metric.name === name);
    // A model of nine weights against a reference of eight hundred.
    expect(named('throughput.ratio')?.value).toBeGreaterThan(2);
    expect(named('throughput.ratio')?.replicates?.length).toBe(200 * 8);
    for (const name of ['throughput.rate', 'latency.p50', 'latency.p90', 'load.seconds', 'memory.bytes'])
      expect(named(name)?.value).toBeGreaterThan(0);
    expect(named('latency.p99')?.note).toMatch(/queries/);
    const entry = boardEntries.find(({ board }) => board === 'throughput');
    expect(entry?.value).toBe((named('auc')?.value ?? 0) >= 0.9 ? named('throughput.ratio')?.value : null);
  });

  test('once it has the machine to itself, and does not block other work until then', async () => {
    const others = await new HostLease(`${lab.folder}/host.lease`).shared(new AbortController().signal);
    const id = await lab.submit(decent(0.45));
    await lab.waitFor(id, 'scored');
    for (;;) {
      const { waitingFor } = await lab.database.timing.findUniqueOrThrow({ where: { evaluationId: id } });
      if (waitingFor === 'Waiting until the machine is free.') break;
      await new Promise((done) => setTimeout(done, 100));
    }
    const later = await lab.submit(decent(0.46));
    await lab.waitFor(later, 'scored'); // others share the machine
    expect((await lab.database.timing.findUniqueOrThrow({ where: { evaluationId: id } })).state).toBe('waiting');
    await others.release();
    expect([await timed(lab, id), await timed(lab, later)]).toMatchObject([{ runner: 'first' }, { runner: 'first' }]);
  });

  test('on the CPU, on which it was scored, if a GPU is optional and there is none', async () => {
    const id = await lab.submit(decent(0.47), { split: 'private' });
    const timing = await timed(lab, id);
    expect(Hardware.parse(Object(timing.result).hardware)).toMatchObject({ executionProvider: 'cpu', gpu: null });
    expect((await lab.result(id)).provenance).toMatchObject({ environment: { executionProvider: 'cpu', gpu: null } });
  });

  test('by another runner, if the one that was timing it is killed', async () => {
    await lab.kill(runner);
    const id = await lab.submit(slow(300, 4));
    const first = lab.startRunner('to be killed');
    await timed(lab, id, 'running');
    await lab.kill(first);
    lab.startRunner('second');
    const timing = await timed(lab, id);
    expect(timing).toMatchObject({ runner: 'second', attempts: 2 });
  });
});
