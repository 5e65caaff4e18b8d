import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { buffersOf, type Chunk, type ChunkTask } from './produce-chunks';

/** A thread that loads one challenge's data.ts and makes the chunks it is asked for. */
const Producer = z.object({ produceChunk: z.custom<(task: ChunkTask) => Chunk>((value) => typeof value === 'function') });
const { produceChunk } = Producer.parse(createRequire(__filename)(z.string().parse(workerData)));

parentPort?.on('message', (task: ChunkTask) => {
  const chunk = produceChunk(task);
  parentPort?.postMessage(chunk, buffersOf(chunk));
});
