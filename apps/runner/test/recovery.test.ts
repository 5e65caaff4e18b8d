import { execFileSync } from 'node:child_process';
import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describeWhere } from '@unblind/testing';
import { redisMissing, startRedis } from '../../../infra/embedded/src/test-servers';
import { Lab } from './lab';
import { decent, slowInLargeBatches } from './models';

/** Replaces an object by a pipe without a writer: a runner that reads it hangs in that step, and can be killed there. */
function hold(path: string): () => void {
  renameSync(path, `${path}.aside`);
  execFileSync('mkfifo', [path]);
  return () => {
    rmSync(path);
    renameSync(`${path}.aside`, path);
  };
}

async function scoredOnce(lab: Lab, id: string): Promise<void> {
  await lab.waitFor(id, 'scored');
  const { metrics, boardEntries, events } = await lab.result(id);
  expect(metrics).toHaveLength(5);
  expect(boardEntries).toHaveLength(3);
  expect(events.filter(({ state }) => state === 'scored')).toHaveLength(1);
}

describe('when a runner is killed', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.open();
  });
  afterAll(() => lab.close());

  test('while it prepares data, the next one prepares them', async () => {
    const first = lab.startPreparer();
    for (;;) {
      const { state } = await lab.database.dataSet.findUniqueOrThrow({ where: { id: lab.dataSetId } });
      if (state === 'preparing') break;
      await new Promise((done) => setTimeout(done, 10));
    }
    await lab.kill(first);
    lab.startPreparer();
    const runner = lab.startRunner();
    await scoredOnce(lab, await lab.submit(decent()));
    await lab.kill(runner);
  });

  test('while inspecting, the evaluation still finishes, exactly once', async () => {
    const id = await lab.submit(decent(0.41));
    const { artefacts } = await lab.database.submission.findFirstOrThrow({
      where: { evaluations: { some: { id } } },
      include: { artefacts: true },
    });
    const release = hold(lab.objectPath('submissions', artefacts[0]?.key ?? ''));
    const first = lab.startRunner();
    await lab.waitFor(id, 'inspecting');
    await lab.kill(first);
    release();
    const second = lab.startRunner();
    await scoredOnce(lab, id);
    expect((await lab.result(id)).events.filter(({ state }) => state === 'inspecting')).toHaveLength(2);
    await lab.kill(second);
  });

  test('while running, the evaluation still finishes, exactly once', async () => {
    const id = await lab.submit(slowInLargeBatches(60));
    const first = lab.startRunner();
    await lab.waitFor(id, 'running');
    await lab.kill(first);
    expect(await lab.stateOf(id)).toBe('running');
    const second = lab.startRunner();
    await scoredOnce(lab, id);
    const { events } = await lab.result(id);
    expect(events.filter(({ state }) => state === 'running').length).toBeGreaterThanOrEqual(2);
    expect(events.find(({ message }) => message.startsWith('The runner was lost'))?.state).toBe('queued');
    await lab.kill(second);
  });

  test('while scoring, the evaluation still finishes, exactly once', async () => {
    const first = lab.scorer ?? lab.startScorer();
    rmSync(join(lab.folder, 'scorer/truth'), { recursive: true, force: true });
    const release = hold(lab.objectPath('truth', `data/${lab.dataSetId}/public/labels.npy`));
    const id = await lab.submit(decent(0.42));
    const runner = lab.startRunner();
    await lab.waitFor(id, 'scoring');
    await new Promise((done) => setTimeout(done, 1000));
    await lab.kill(first);
    release();
    lab.startScorer();
    await scoredOnce(lab, id);
    await lab.kill(runner);
  });

  test('a runner that is told to stop gives its work back at once', async () => {
    const id = await lab.submit(slowInLargeBatches(400));
    const first = lab.startRunner();
    await lab.waitFor(id, 'running');
    await lab.kill(first, 'SIGTERM');
    expect(await lab.stateOf(id)).toBe('queued');
    await lab.database.evaluation.update({ where: { id }, data: { state: 'cancelled', finishedAt: new Date() } });
  });
});

async function wipePostgres(lab: Lab): Promise<void> {
  await lab.database.$executeRawUnsafe('DROP SCHEMA bullmq CASCADE');
}

describe('when the queue is wiped', () => {
  test('on PostgreSQL, the reconciler brings the work back', async () => {
    const lab = await Lab.open();
    try {
      lab.startRunner();
      await scoredOnce(lab, await lab.submit(decent()));
      const waiting = [await lab.submit(slowInLargeBatches(40)), await lab.submit(decent(0.31)), await lab.submit(decent(0.32))];
      await lab.waitFor(waiting[0] ?? '', 'running');
      await wipePostgres(lab);
      for (const id of waiting) await scoredOnce(lab, id);
    } finally {
      await lab.close();
    }
  });

  const missing = redisMissing();
  describeWhere(!missing, String(missing), 'on Redis', () =>
    test('the reconciler brings the work back', async () => {
      const redis = await startRedis();
      const lab = await Lab.open({ env: { REDIS_URL: redis.url } });
      try {
        lab.startRunner();
        await scoredOnce(lab, await lab.submit(decent()));
        const waiting = [await lab.submit(slowInLargeBatches(40)), await lab.submit(decent(0.31))];
        await lab.waitFor(waiting[0] ?? '', 'running');
        execFileSync('redis-cli', ['-u', redis.url, 'FLUSHALL']);
        for (const id of waiting) await scoredOnce(lab, id);
      } finally {
        await lab.close();
        await redis.stop();
      }
    }, 120_000),
  );
});
