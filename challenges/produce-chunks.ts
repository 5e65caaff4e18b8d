import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { SplitName, Variation } from '@unblind/contracts';
import type { Seed } from '@unblind/random';
import { z } from 'zod';

/** The task of a worker: rows start..start+count-1 of the split with this seed, and the same rows under each shift. */
export interface ChunkTask {
  /** The seed or the key of the whole data set. */
  dataSeed: Seed;
  split: SplitName;
  /** The seed or the key of the split. */
  seed: Seed;
  start: number;
  count: number;
  /** The number of rows of the split. */
  rows: number;
  variations: readonly Variation[];
  /** The part of each row of the task, as its place in `parts`, where the split is divided. */
  part?: Uint8Array<ArrayBuffer>;
  /** The label of each row of the task, where the generator fixes how many rows have which. */
  labels?: Uint8Array;
}

const Values = z.union([
  z.instanceof(Float32Array),
  z.instanceof(Float64Array),
  z.instanceof(Uint8Array),
  z.instanceof(Int32Array),
  z.instanceof(BigInt64Array),
]);
/** For rows that are sets of variable size: the entries of all rows one after another, and the number of entries of each row. */
const Sets = z.object({ data: Values, lengths: z.array(z.number().int().nonnegative()) });
export type Sets = z.infer<typeof Sets>;
const Tensors = z.record(z.string(), z.union([Values, Sets]));
/** The tensors of the rows, by name; in each, the rows follow one another. */
export type Tensors = z.infer<typeof Tensors>;

export const Chunk = z.object({ nominal: Tensors, variations: z.record(z.string(), Tensors) });
export type Chunk = z.infer<typeof Chunk>;

/** The rows of a task under each of its shifts, by the shift's id. */
export function shiftAll({ variations }: ChunkTask, shift: (variation: Variation) => Tensors): Record<string, Tensors> {
  return Object.fromEntries(variations.map((variation) => [variation.id, shift(variation)]));
}

/** The buffers that are transferred to the main thread without copying. */
export function buffersOf({ nominal, variations }: Chunk): ArrayBuffer[] {
  const buffers = [nominal, ...Object.values(variations)].flatMap((tensors) =>
    Object.values(tensors).map((tensor) => ('lengths' in tensor ? tensor.data : tensor).buffer),
  );
  // A shift may share its unchanged tensors with the nominal rows.
  return [...new Set(buffers)].filter((buffer) => buffer instanceof ArrayBuffer);
}

/** Each worker runs one task and has the next one queued. */
const tasksPerWorker = 2;

interface Threads {
  workers: number;
  signal?: AbortSignal | undefined;
}

/**
 * Runs the `produceChunk(task)` that the module at `modulePath` exports, in worker threads, and yields the chunks in the order of
 * the tasks.
 */
export async function* produceChunks(modulePath: string, tasks: readonly ChunkTask[], { workers, signal }: Threads): AsyncGenerator<Chunk> {
  const threads = { workers: Math.min(workers, tasks.length), signal };
  for await (const { chunk } of inThreads(modulePath, tasks, threads)) yield chunk;
}

/**
 * The same for tasks of any type, from an iterator. Workers run at most `tasksPerWorker` tasks ahead of the consumer,
 * which bounds the memory.
 */
export async function* inThreads<T>(
  modulePath: string,
  tasks: Iterable<T> | AsyncIterable<T>,
  { workers, signal }: Threads,
): AsyncGenerator<{ task: T; chunk: Chunk }> {
  signal?.throwIfAborted();
  const pool = Array.from({ length: workers }, () => new ChunkWorker(modulePath));
  const stop = () => pool.forEach((worker) => worker.fail(signal?.reason));
  signal?.addEventListener('abort', stop);
  const rest = each(tasks);
  const posted: { task: T; worker: ChunkWorker }[] = [];
  let count = 0;
  const post = async () => {
    while (posted.length < tasksPerWorker * pool.length) {
      const { done, value: task } = await rest.next();
      const worker = pool[count++ % pool.length];
      if (done || !worker) return;
      worker.post(task);
      posted.push({ task, worker });
    }
  };
  try {
    await post();
    for (let oldest = posted.shift(); oldest; oldest = posted.shift()) {
      const chunk = await oldest.worker.next();
      await post();
      yield { task: oldest.task, chunk: Chunk.parse(chunk) };
    }
  } finally {
    signal?.removeEventListener('abort', stop);
    await rest.return(undefined);
    await Promise.all(pool.map((worker) => worker.terminate()));
  }
}

async function* each<T>(tasks: Iterable<T> | AsyncIterable<T>): AsyncGenerator<T, void> {
  yield* tasks;
}

/** A thread that completes its tasks in the order in which it received them. */
class ChunkWorker {
  private readonly worker: Worker;
  private readonly answers: unknown[] = [];
  private waiting: PromiseWithResolvers | null = null;
  private failure: { reason: unknown } | null = null;

  constructor(modulePath: string) {
    // When this code runs from the TypeScript sources (tests), the thread needs the compiler; from dist/ it does not.
    const execArgv = __filename.endsWith('.ts') ? ['--require', join(__dirname, 'typescript-hook.cjs')] : [];
    const entry = __filename.replace('produce-chunks', 'chunk-worker');
    this.worker = new Worker(entry, { workerData: modulePath, execArgv });
    this.worker.on('message', (answer: unknown) => {
      this.answers.push(answer);
      this.settle();
    });
    this.worker.on('error', (error) => this.fail(error));
    this.worker.on('exit', (code) => this.fail(new Error(`a data generation thread ended early with code ${code}`)));
  }

  post(task: unknown): void {
    this.worker.postMessage(task);
  }

  /** The result of the oldest task whose result has not been requested yet. */
  next(): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.settle();
    });
  }

  /** Records the first failure: all pending and later requests are rejected with it. */
  fail(reason: unknown): void {
    this.failure ??= { reason };
    this.settle();
  }

  async terminate(): Promise<void> {
    await this.worker.terminate();
  }

  private settle(): void {
    if (!this.waiting) return;
    if (this.answers.length > 0) this.waiting.resolve(this.answers.shift());
    else if (this.failure) this.waiting.reject(this.failure.reason);
    else return;
    this.waiting = null;
  }
}

interface PromiseWithResolvers {
  resolve: (value: unknown) => void;
  reject: (reason: unknown) => void;
}
