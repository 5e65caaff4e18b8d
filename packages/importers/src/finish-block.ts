import { loadGenerator, type Chunk, type ChunkTask, type Tensors } from '@unblind/challenges';
import { importerOf } from './importers';

/** The remaining work on a block after reading: computing features and applying shifts. */
export interface FinishTask extends ChunkTask {
  challenge: string;
  importer: string;
  tensors: Tensors;
}

/** Runs in a worker thread or the main thread; the result depends only on the task. */
export async function produceChunk(task: FinishTask): Promise<Chunk> {
  const importer = importerOf(task.importer);
  const nominal = importer.measure?.(task.tensors) ?? task.tensors;
  const { shiftRows, kinds } = await loadGenerator(task.challenge);
  const isWhole = Object.keys(kinds.views).every((name) => name in nominal);
  return { nominal, variations: shiftRows && isWhole && task.variations.length > 0 ? shiftRows(nominal, task) : {} };
}
