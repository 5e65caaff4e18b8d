import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { buffersOf, type Chunk } from './produce-chunks';

/** A worker thread that loads one module, such as a challenge's data.ts, and produces the requested chunks one after another. */
const Producer = z.object({
  produceChunk: z.custom<(task: unknown) => Chunk | Promise<Chunk>>((value) => typeof value === 'function'),
});
const { produceChunk } = Producer.parse(createRequire(__filename)(z.string().parse(workerData)));

let last = Promise.resolve();
parentPort?.on('message', (task: unknown) => {
  // Errors are not caught: they end the thread and reject the caller's promise.
  last = last.then(async () => {
    const chunk = await produceChunk(task);
    parentPort?.postMessage(chunk, buffersOf(chunk));
  });
});
