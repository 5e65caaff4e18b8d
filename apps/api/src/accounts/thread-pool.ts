import { Worker } from 'node:worker_threads';

interface Job {
  task: unknown;
  /** Waiting jobs of one owner are bounded, so that nobody fills the queue alone. */
  owner: string;
  resolve: (answer: unknown) => void;
  reject: (error: Error) => void;
}

export interface PoolLimits {
  threads: number;
  /** Jobs that may wait in each lane. */
  waiting: number;
  /** Jobs of one owner that may wait in each lane. */
  waitingPerOwner: number;
}

/** The lane is full: the caller should be told to come back. */
export class PoolFull extends Error {}

/**
 * Worker threads with two bounded lanes: jobs of the first lane go before those of the second, and a full lane refuses at once.
 * Threads start when they are first needed. A thread that dies fails its job, and the next job starts another.
 */
export class ThreadPool {
  private readonly idle: Worker[] = [];
  private readonly running = new Map<Worker, Job>();
  private readonly lanes = { first: [] as Job[], second: [] as Job[] };
  private closed = false;

  constructor(
    private readonly file: string,
    private readonly limits: PoolLimits,
  ) {}

  /** Jobs that run or wait. */
  get pending(): number {
    return this.running.size + this.lanes.first.length + this.lanes.second.length;
  }

  run(task: unknown, { lane, owner }: { lane: 'first' | 'second'; owner: string }): Promise<unknown> {
    const waiting = this.lanes[lane];
    const { waiting: most, waitingPerOwner } = this.limits;
    if (this.closed || waiting.length >= most || waiting.filter((job) => job.owner === owner).length >= waitingPerOwner)
      return Promise.reject(new PoolFull('Too many passwords wait to be checked.'));
    return new Promise((resolve, reject) => {
      waiting.push({ task, owner, resolve, reject });
      this.next();
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    for (const lane of Object.values(this.lanes)) for (const job of lane.splice(0)) job.reject(new PoolFull('The API is stopping.'));
    await Promise.all([...this.idle, ...this.running.keys()].map((thread) => thread.terminate()));
  }

  private next(): void {
    if (this.running.size >= this.limits.threads) return;
    const job = this.lanes.first.shift() ?? this.lanes.second.shift();
    if (!job) return;
    const thread = this.idle.pop() ?? this.start();
    this.running.set(thread, job);
    thread.postMessage(job.task);
  }

  private start(): Worker {
    const thread = new Worker(this.file);
    const finish = (settle: (job: Job) => void): void => {
      const job = this.running.get(thread);
      this.running.delete(thread);
      if (job) settle(job);
      this.next();
    };
    thread.on('message', (answer: unknown) => {
      this.idle.push(thread);
      finish(({ resolve }) => resolve(answer));
    });
    thread.on('error', (error) => finish(({ reject }) => reject(error)));
    thread.on('exit', (code) => {
      const index = this.idle.indexOf(thread);
      if (index >= 0) this.idle.splice(index, 1);
      finish(({ reject }) => reject(new Error(`The password thread ended with code ${code}.`)));
    });
    // An idle thread does not keep the process alive; one that works is waited for by its caller.
    thread.unref();
    return thread;
  }
}
