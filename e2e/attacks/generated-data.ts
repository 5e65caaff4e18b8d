import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadGenerator, type GenerateRequest } from '@unblind/challenges';
import { localSplit, type LocalSplit } from '@unblind/evaluation';
import { readNpy } from '@unblind/tensors';

export type DataRequest = Omit<GenerateRequest, 'directory'>;

/** Makes data as the platform makes them, in a folder that lasts as long as they are used. */
export async function withData<T>(
  slug: string,
  request: DataRequest,
  use: (splitOf: (name: string) => LocalSplit) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'attack-'));
  try {
    const directory = join(folder, 'data');
    const { splits } = await (await loadGenerator(slug)).generate({ ...request, directory });
    return await use((name) => {
      const split = splits[name];
      if (!split) throw new Error(`the generator made no split '${name}'; it made ${Object.keys(splits).join(', ')}`);
      return localSplit(directory, split);
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The values of a tensor of a split, row after row. */
export async function valuesOf({ views, truth }: LocalSplit, name: string): Promise<Float64Array> {
  const file = { ...views, ...truth }[name];
  if (file === undefined) throw new Error(`the split has no tensor '${name}'`);
  return Float64Array.from((await readNpy(file)).data, Number);
}
