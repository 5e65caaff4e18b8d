import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { buffersOf, type Chunk } from './produce-chunks';

/** A thread that loads one module, such as a challenge's data.ts, and makes the chunks it is asked for, one after another. */
const Producer = z.object({
  produceChunk: z.custom<(task: unknown) => Chunk | Promise<Chunk>>((value) => typeof value === 'function'),
});
const { produceChunk } = Producer.parse(createRequire(__filename)(z.string().parse(workerData)));

let last = Promise.resolve();
parentPort?.on('message', (task: unknown) => {
  // A failure is not handled: it ends the thread, and reaches whoever waits for it.
  last = last.then(async () => {
    const chunk = await produceChunk(task);
    parentPort?.postMessage(chunk, buffersOf(chunk));
  });
});
