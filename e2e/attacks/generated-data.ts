import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadGenerator, type GenerateRequest } from '@unblind/challenges';
import { localSplit, type LocalSplit } from '@unblind/evaluation';
import { readNpy } from '@unblind/tensors';

export type DataRequest = Omit<GenerateRequest, 'directory'>;

/** A split as it is, or under a shift. */
type SplitOf = (name: string, variation?: string) => LocalSplit;

/** Makes data as the platform makes them, in a folder that lasts as long as they are used. */
export async function withData<T>(slug: string, request: DataRequest, use: (splitOf: SplitOf) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'attack-'));
  try {
    const directory = join(folder, 'data');
    const { splits } = await (await loadGenerator(slug)).generate({ ...request, directory });
    return await use((name, variation) => {
      const split = splits[name];
      const rows = variation === undefined ? split : split?.variations[variation];
      if (!rows) throw new Error(`the generator made no split '${name}' ${variation ?? ''}; it made ${Object.keys(splits).join(', ')}`);
      return localSplit(directory, rows);
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
