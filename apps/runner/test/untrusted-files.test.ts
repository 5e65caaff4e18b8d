import type { ChildProcess } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Lab, baseline } from './lab';

const experiments = 30;
const MiB = 1024 ** 2;
const honest = Buffer.from(`mu_hat,p16,p84\n${'1,0,3\n'.repeat(experiments)}`);

describe('a runner that is sent files made to harm it', () => {
  let lab: Lab;
  let runner: ChildProcess;
  beforeAll(async () => {
    const sizes = { train: 28, sample: 10, public: experiments, private: 10 };
    lab = await Lab.open({ challenge: 'higgsml-uncertainty', sizes, shifted: 'none' });
    runner = lab.startRunner();
    while ((await lab.database.dataSet.findUniqueOrThrow({ where: { id: lab.dataSetId } })).state !== 'ready') await sleep(100);
  });
  afterAll(() => lab.close());

  const peakBytes = () => 1024 * Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${runner.pid}/status`, 'utf8'))?.[1]);
  const send = (content: Buffer, filename: string) => lab.submit(content, { kind: 'predictions', filename });
  const objects = (bytes: number) =>
    Buffer.from(
      `[${Array(Math.floor(bytes / 3))
        .fill('{}')
        .join(',')}]`,
    );

  test.each([
    ['90 kB', 90e3, 'predictions-unreadable'],
    ['0.9 MB', 0.9e6, 'predictions-unreadable'],
    ['9 MB', 9e6, 'file-too-large'],
    ['256 MiB', 256 * MiB, 'file-too-large'],
  ])('refuses %s of JSON objects, within the memory that it has anyway', async (_size, bytes, code) => {
    const before = peakBytes();
    const id = await send(objects(bytes), 'intervals.json');
    await lab.waitFor(id, 'rejected');
    expect((await lab.result(id)).fault).toMatchObject({ code, whose: 'participant', fix: expect.any(String) });
    // Downloading takes a few buffers. Parsed in this process, 256 MiB of objects were more than 4 GiB.
    expect(peakBytes() - before).toBeLessThan(100 * MiB);
  });

  test('scores an honest file that came with several of them', async () => {
    const hostile = await Promise.all([objects(0.9e6), objects(64 * MiB), Buffer.alloc(64 * MiB, '[')].map((each) => send(each, 'i.json')));
    const id = await send(honest, 'intervals.csv');
    await lab.waitFor(id, 'scored');
    for (const one of hostile) await lab.waitFor(one, 'rejected');
    expect(runner.exitCode).toBeNull();
  });

  test('runs no model that the store has changed, and blames the platform', async () => {
    const content = baseline('network', 'higgsml-uncertainty');
    const id = await lab.submit(content);
    const { submission } = await lab.database.evaluation.findUniqueOrThrow({
      where: { id },
      include: { submission: { include: { artefacts: true } } },
    });
    const [artefact] = submission.artefacts;
    await lab.waitFor(id, 'scored');
    // The model that was inspected and run before; another one lies in its place when it is run again.
    writeFileSync(lab.objectPath('submissions', artefact?.key ?? ''), baseline('sum-estimator', 'higgsml-uncertainty'));
    // The reconciler gives it a job.
    await lab.database.evaluation.update({ where: { id }, data: { state: 'queued' } });
    await lab.waitFor(id, 'failed');
    expect((await lab.result(id)).fault).toMatchObject({
      code: 'storage-unavailable',
      whose: 'platform',
    });
  });
});
