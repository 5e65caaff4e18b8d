import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { JobAborted } from '../run-job';
import { startWorkers } from '../workers';
import type { Echo, Subject } from './bench';
import { bench, newId, until } from './bench';
import { testCatalogue } from './catalogue';

const processes = join(__dirname, '../../test');

/** What happens when processes, servers or all jobs go away. */
export function describeRecovery(subject: Subject, wipes: readonly string[]): void {
  const { queues, echo, work } = bench(subject);

  test("a killed worker's job is taken up by another within 15 s, as the next attempt", async () => {
    const [queue, jobId] = [await queues(), newId()];
    await queue.enqueue('echo', { text: 'survives' }, { jobId });
    const args = [
      '--require',
      join(processes, 'register-typescript.cjs'),
      join(processes, 'hanging-worker.ts'),
      JSON.stringify(subject().config),
    ];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    expect(String(await once(child.stdout, 'data'))).toBe('attempt 1\n');
    const ran: Echo[] = [];
    await echo((context) => void ran.push(context));
    child.kill('SIGKILL');
    const killedAt = Date.now();
    await until('it is taken up', () => ran.length > 0, 20);
    expect(Date.now() - killedAt).toBeLessThan(15_000);
    expect(ran[0]).toMatchObject({ payload: { text: 'survives' }, attempt: 2, isLastAttempt: false });
  }, 40_000);

  test('deaths count as attempts: after the last the handler is asked only for the terminal state', async () => {
    const [queue, last, exhausted] = [await queues(), newId(), newId()];
    await queue.enqueue('echo', { text: 'last' }, { jobId: last });
    await subject().pretendDied('echo', last, 2);
    await queue.enqueue('echo', { text: 'exhausted' }, { jobId: exhausted });
    await subject().pretendDied('echo', exhausted, 3);
    const ran: Echo[] = [];
    await echo((context) => {
      ran.push(context);
      throw new Error('and fails');
    });
    await until('both ran and left', async () => !(await queue.isLive('echo', last)) && !(await queue.isLive('echo', exhausted)));
    expect(ran).toEqual([
      expect.objectContaining({ attempt: 3, isLastAttempt: true, exhausted: false }),
      expect.objectContaining({ attempt: 4, isLastAttempt: true, exhausted: true }),
    ]);
  });

  test.each(wipes)('after %s the workers go on, and lost work can be added again', async (wipe) => {
    const [queue, lost] = [await queues(), newId()];
    const ran: string[] = [];
    await echo(({ payload }) => void ran.push(payload.text));
    await queue.enqueue('echo', { text: 'before' }, { jobId: newId() });
    await until('it ran', () => ran.length === 1);
    await queue.enqueue('echo', { text: 'lost' }, { jobId: lost, delayMs: 600_000 });

    await subject().wipes[wipe]?.();
    expect(await queue.isLive('echo', lost)).toBe(false);
    await queue.enqueue('echo', { text: 'found' }, { jobId: lost });
    await queue.enqueue('echo', { text: 'after' }, { jobId: newId() });
    await until('they ran', () => ran.length === 3, 15);
    expect(ran).toEqual(['before', 'found', 'after']);
  });

  test('a job whose record was wiped while it runs is told that it is lost, and can run anew', async () => {
    const [queue, jobId] = [await queues(), newId()];
    const ran: unknown[] = [];
    await echo(async ({ signal }) => {
      if (ran.push('started') > 1) return;
      await once(signal, 'abort');
      ran.push(signal.reason);
      throw signal.reason;
    });
    await queue.enqueue('echo', { text: '' }, { jobId });
    await until('it runs', () => ran.length === 1);
    await subject().wipes[wipes[0] ?? '']?.();
    await queue.heal();
    await until('it is told', () => ran.length === 2, 15);
    expect(ran[1]).toEqual(expect.objectContaining({ why: 'lost' }));
    await queue.enqueue('echo', { text: '' }, { jobId });
    await until('it runs anew', () => ran.length === 3, 15);
  });

  test('after a wipe, heal brings the schedules back', async () => {
    const queue = await queues();
    let ticks = 0;
    await work([
      {
        name: 'tick',
        handle: async () => {
          ticks++;
        },
      },
    ]);
    await queue.schedule('tick', 300);
    await until('it ticks', () => ticks > 1);
    await subject().wipes[wipes[0] ?? '']?.();
    await sleep(1000);
    await queue.heal();
    const before = ticks;
    await until('it ticks again', () => ticks > before + 1, 15);
  });

  test('after a restart of the server the workers and queues go on', async () => {
    const queue = await queues();
    const ran: string[] = [];
    await echo(({ payload }) => void ran.push(payload.text));
    await queue.enqueue('echo', { text: 'before' }, { jobId: newId() });
    await until('it ran', () => ran.length === 1);
    await subject().restart();
    await until('the queue answers', () =>
      queue.check().then(
        () => true,
        () => false,
      ),
    );
    await queue.enqueue('echo', { text: 'after' }, { jobId: newId() });
    await until('it ran', () => ran.length === 2, 15);
  });

  test('a worker that closes lets its job end in the grace it is given', async () => {
    const [queue, jobId] = [await queues(), newId()];
    const steps: string[] = [];
    const workers = await echo(async () => {
      steps.push('started');
      await sleep(500);
      steps.push('ended');
    });
    await queue.enqueue('echo', { text: '' }, { jobId });
    await until('it runs', () => steps.length === 1);
    await workers.close({ graceMs: 5000 });
    expect(steps).toEqual(['started', 'ended']);
    expect(await queue.isLive('echo', jobId)).toBe(false);
  });

  test('a job that does not end in the grace goes back to the queue, at no cost to its attempts', async () => {
    const [queue, jobId] = [await queues(), newId()];
    const attempts: number[] = [];
    const handOver = async ({ signal, attempt }: Echo): Promise<void> => {
      attempts.push(attempt);
      if (attempts.length > 1) return;
      await once(signal, 'abort');
      expect(signal.reason).toBeInstanceOf(JobAborted);
      throw signal.reason;
    };
    const workers = await echo(handOver);
    await queue.enqueue('echo', { text: '' }, { jobId });
    await until('it runs', () => attempts.length === 1);
    await workers.close({ graceMs: 100 });
    expect(await queue.isLive('echo', jobId)).toBe(true);
    expect(await queue.position('echo', jobId)).toBe(1);
    await echo(handOver);
    await until('it runs again', () => attempts.length === 2);
    expect(attempts).toEqual([1, 1]);
  });

  test('workers without a handler for what is expected, or with two, do not start', async () => {
    const start = (names: readonly ('echo' | 'tick')[], expect_: readonly ('echo' | 'tick' | 'brief')[]): Promise<unknown> =>
      startWorkers(
        subject().config,
        names.map((name) => ({ name, handle: async () => undefined })),
        { expect: expect_, catalogue: testCatalogue, onError: () => undefined },
      );
    await expect(start(['echo'], ['echo', 'brief', 'tick'])).rejects.toThrow('no handler for brief, tick');
    await expect(start(['echo', 'tick', 'echo'], ['echo'])).rejects.toThrow('more than one handler for echo');
  });
}
