import { loadGenerator, type Chunk, type ChunkTask, type Tensors } from '@unblind/challenges';
import { importerOf } from './importers';

/** What is left to do with a block that was read: measuring, and shifting. */
export interface FinishTask extends ChunkTask {
  challenge: string;
  importer: string;
  tensors: Tensors;
}

/** In a worker thread, or not: a function of the task alone. */
export async function produceChunk(task: FinishTask): Promise<Chunk> {
  const importer = importerOf(task.importer);
  const nominal = importer.measure?.(task.tensors) ?? task.tensors;
  const { shiftRows, kinds } = await loadGenerator(task.challenge);
  const isWhole = Object.keys(kinds.views).every((name) => name in nominal);
  return { nominal, variations: shiftRows && isWhole && task.variations.length > 0 ? shiftRows(nominal, task) : {} };
}
