import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { AssignedFile } from '@unblind/contracts';
import type { Equipment, Task } from './task';

/** Runs `use` with a folder of this step alone, which is removed afterwards. */
export async function withFolder<T>(
  { work }: Pick<Equipment, 'work'>,
  { assignment }: Pick<Task, 'assignment'>,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const { evaluationId, step, fence } = assignment.lease;
  const folder = join(work, `${evaluationId}-${step}-${fence}`);
  try {
    await mkdir(folder, { recursive: true });
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Fetches a file, passes its path to `use` and removes it. */
export function withFetched<T>(
  equipment: Pick<Equipment, 'work'>,
  task: Pick<Task, 'assignment' | 'fetch'>,
  file: AssignedFile,
  use: (path: string) => Promise<T>,
): Promise<T> {
  return withFolder(equipment, task, async (folder) => {
    const path = join(folder, 'file');
    await task.fetch(file, path);
    return use(path);
  });
}
