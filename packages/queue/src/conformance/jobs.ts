import { setTimeout as sleep } from 'node:timers/promises';
import { openQueues } from '../queues';
import { JobAborted } from '../run-job';
import type { Echo, Subject } from './bench';
import { bench, newId, until } from './bench';
import { testCatalogue } from './catalogue';

/** Adding and running jobs. */
export function describeJobs(subject: Subject): void {
  const { queues, echo, work, errors } = bench(subject);
  const gone = async (jobId: string): Promise<boolean> => !(await (await queues()).isLive('echo', jobId));

  test('a job runs once, with its payload, and leaves the queue', async () => {
    const ran: Echo[] = [];
    await echo((context) => void ran.push(context));
    const jobId = newId();
    await (await queues()).enqueue('echo', { text: 'hello' }, { jobId });
    await until('it ran', () => ran.length > 0);
    await until('it left', () => gone(jobId));
    expect(ran).toHaveLength(1);
    expect(ran[0]).toMatchObject({ payload: { text: 'hello' }, jobId, attempt: 1, isLastAttempt: false, exhausted: false });
    expect(errors).toEqual([]);
  });

  test('a payload that does not fit is refused where it is added, and never retried where it is taken', async () => {
    const queue = await queues();
    const wrong: { text: string } = JSON.parse('{"text":7}');
    await expect(queue.enqueue('echo', wrong, { jobId: newId() })).rejects.toThrow('expected string');
    const other = await openQueues(subject().config, { catalogue: { echo: testCatalogue.tick }, onError: () => undefined });
    const jobId = newId();
    await other.enqueue('echo', {}, { jobId });
    await other.close();
    await echo(() => undefined);
    await until('it is refused', () => errors.length > 0);
    expect(errors[0]?.message).toContain('does not fit the catalogue');
    await until('it left', () => gone(jobId));
  });

  test('a job that fails is tried again until its last attempt, which knows that it is the last', async () => {
    const ran: [number, boolean][] = [];
    await echo(({ attempt, isLastAttempt }) => {
      ran.push([attempt, isLastAttempt]);
      if (attempt < 3) throw new Error('not yet');
    });
    const jobId = newId();
    await (await queues()).enqueue('echo', { text: '' }, { jobId });
    await until('it succeeded', () => ran.length === 3);
    await until('it left', () => gone(jobId));
    expect(ran).toEqual([
      [1, false],
      [2, false],
      [3, true],
    ]);
  });

  test('a job that failed for good, or ended, can be added again under its id', async () => {
    let [runs, fails] = [0, true];
    await echo(() => {
      runs++;
      if (fails) throw new Error('broken');
    });
    const [queue, jobId] = [await queues(), newId()];
    const add = (): Promise<void> => queue.enqueue('echo', { text: '' }, { jobId });
    await add();
    await until('it failed for good', async () => errors.length === 3 && (await gone(jobId)));
    expect(errors.map(({ message }) => message)).toEqual(['broken', 'broken', 'broken']);
    fails = false;
    for (const expected of [4, 5]) {
      await add();
      await until('it ran again', async () => runs === expected && (await gone(jobId)));
    }
  });

  test('while a job is live, adding its id again does nothing', async () => {
    const [queue, waiting, delayed] = [await queues(), newId(), newId()];
    for (let i = 0; i < 3; i++) {
      await queue.enqueue('echo', { text: 'waiting' }, { jobId: waiting });
      await queue.enqueue('echo', { text: 'delayed' }, { jobId: delayed, delayMs: 500 });
    }
    expect(await queue.counts('echo')).toEqual({ waiting: 1, delayed: 1, active: 0 });
    expect(await Promise.all([queue.isLive('echo', waiting), queue.isLive('echo', delayed), queue.isLive('echo', newId())])).toEqual([
      true,
      true,
      false,
    ]);
    const ran: string[] = [];
    await echo(async ({ payload, jobId }) => {
      await queue.enqueue('echo', { text: 'again' }, { jobId });
      ran.push(payload.text);
    });
    await until('both left', async () => (await gone(waiting)) && (await gone(delayed)));
    expect(ran).toEqual(['waiting', 'delayed']);
  });

  test('a line forms in order, urgent jobs behind those without priority, and each knows its place', async () => {
    const queue = await queues();
    const jobs = [{ priority: 5 }, { priority: 1 }, {}, {}].map((options, index) => ({ ...options, jobId: newId(), text: String(index) }));
    for (const { text, ...options } of jobs) await queue.enqueue('echo', { text }, options);
    expect(await queue.counts('echo')).toEqual({ waiting: 4, delayed: 0, active: 0 });
    expect(await Promise.all(jobs.map(({ jobId }) => queue.position('echo', jobId)))).toEqual([4, 3, 1, 2]);
    expect(await queue.position('echo', newId())).toBeNull();
    const order: string[] = [];
    await echo(({ payload }) => void order.push(payload.text));
    await until('all ran', () => order.length === 4);
    expect(order).toEqual(['2', '3', '1', '0']);
  });

  test('as many jobs run at once as was asked for, and no more', async () => {
    let [now, most, done] = [0, 0, 0];
    await echo(async () => {
      most = Math.max(most, ++now);
      await sleep(50);
      now--;
      done++;
    }, 3);
    const queue = await queues();
    for (let i = 0; i < 9; i++) await queue.enqueue('echo', { text: '' }, { jobId: newId() });
    await until('all ran', () => done === 9);
    expect(most).toBe(3);
  });

  test('what a running job reports can be read', async () => {
    const [queue, jobId] = [await queues(), newId()];
    let finish = (): void => undefined;
    await echo(({ progress }) => {
      for (let done = 0; done <= 1000; done++) progress({ done, total: 1000, unit: 'samples' });
      return new Promise((resolve) => (finish = resolve));
    });
    await queue.enqueue('echo', { text: '' }, { jobId });
    await until('it is reported', async () => (await queue.progress('echo', jobId))?.done === 1000);
    expect(await queue.progress('echo', jobId)).toEqual({ done: 1000, total: 1000, unit: 'samples' });
    expect(await queue.counts('echo')).toEqual({ waiting: 0, delayed: 0, active: 1 });
    expect(await queue.position('echo', jobId)).toBeNull();
    finish();
    await until('it left', () => gone(jobId));
    expect(await queue.progress('echo', jobId)).toBeNull();
  });

  test('a job over its time is told by its signal, given up when it does not listen, and tried again', async () => {
    const reasons: unknown[] = [];
    await work([
      {
        name: 'brief',
        handle: ({ signal, attempt }) =>
          new Promise((_, reject) => {
            signal.addEventListener('abort', () => {
              reasons.push(signal.reason);
              if (attempt === 1) reject(signal.reason as JobAborted);
            });
          }),
      },
    ]);
    const [queue, jobId] = [await queues(), newId()];
    await queue.enqueue('brief', {}, { jobId });
    await until('it is given up', async () => errors.length === 2 && !(await queue.isLive('brief', jobId)));
    expect(reasons).toEqual([expect.any(JobAborted), expect.any(JobAborted)]);
    expect(reasons).toEqual([expect.objectContaining({ why: 'timeout' }), expect.objectContaining({ why: 'timeout' })]);
    expect(errors.map(({ message }) => message)).toEqual(Array(2).fill('brief took more than 0.4 s.'));
  });

  test('a scheduled job runs again and again, once per period however many ask for it', async () => {
    let ticks = 0;
    await work([
      {
        name: 'tick',
        handle: async () => {
          ticks++;
        },
      },
    ]);
    for (const queue of [await queues(), await queues()]) {
      await queue.schedule('tick', 400);
      await queue.schedule('tick', 400);
    }
    await until('it ran', () => ticks > 0);
    const first = ticks;
    await sleep(2000);
    expect(ticks - first).toBeGreaterThanOrEqual(4);
    expect(ticks - first).toBeLessThanOrEqual(6);
  });
}
