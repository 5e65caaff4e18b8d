import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { QueueConfig } from '../config';
import type { Queues } from '../queues';
import { openQueues } from '../queues';
import type { JobContext } from '../run-job';
import type { Registration, Workers } from '../workers';
import { startWorkers } from '../workers';
import type { TestCatalogue } from './catalogue';
import { testCatalogue } from './catalogue';

export interface QueueUnderTest {
  config: QueueConfig;
  /** Ways in which everything in the queue can be lost while it is in use. */
  wipes: Readonly<Record<string, () => Promise<void>>>;
  /** Stops the server and starts it again at the same address; the jobs may be lost. */
  restart(): Promise<void>;
  /** Counts worker deaths against a waiting job, as BullMQ's check for stalled jobs does. */
  pretendDied(name: string, jobId: string, times: number): Promise<void>;
  close(): Promise<void>;
}
/** Each part of the suite asks for the queue when its tests run, not when they are declared. */
export type Subject = () => QueueUnderTest;

export type Echo = JobContext<{ text: string }>;
export const newId = (): string => randomUUID();

/** Opens queues and workers for one test, keeps the errors they report, and closes them after it. */
export function bench(subject: Subject): {
  queues: () => Promise<Queues<TestCatalogue>>;
  work: (registrations: readonly Registration<TestCatalogue>[], concurrency?: number) => Promise<Workers>;
  echo: (handle: (context: Echo) => Promise<void> | void, concurrency?: number) => Promise<Workers>;
  errors: Error[];
} {
  const errors: Error[] = [];
  const open: { close(): Promise<void> }[] = [];
  const keep = <T extends { close(): Promise<void> }>(thing: T): T => {
    open.push(thing);
    return thing;
  };
  const onError = (error: Error): void => void errors.push(error);
  afterEach(async () => {
    for (const thing of open.splice(0).reverse()) await thing.close();
    errors.length = 0;
  });
  const work = async (registrations: readonly Registration<TestCatalogue>[], concurrency = 1): Promise<Workers> =>
    keep(
      await startWorkers(subject().config, registrations, {
        expect: [],
        concurrency,
        onError,
        catalogue: testCatalogue,
        abortGraceMs: 300,
      }),
    );
  return {
    errors,
    work,
    queues: async () => keep(await openQueues(subject().config, { onError, catalogue: testCatalogue })),
    echo: (handle, concurrency) => work([{ name: 'echo', handle: async (context) => handle(context) }], concurrency),
  };
}

export async function until(what: string, condition: () => boolean | Promise<boolean>, seconds = 10): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`waited ${seconds} s, but this did not happen: ${what}`);
    await sleep(20);
  }
}
