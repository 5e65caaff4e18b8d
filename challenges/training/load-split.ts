import { join } from 'node:path';
import { rowsOf } from '@unblind/contracts';
import { deriveSeed } from '@unblind/random';
import { loadChallenge } from '../challenge-folder';
import { produceChunks, type ChunkTask, type Tensors } from '../produce-chunks';

const rowsPerChunk = 2000;

/** Yields the chunks of an open split of a challenge's simulated data, in order, as the generator writes them. */
export async function* chunksOf(slug: string, split: 'train' | 'sample', most = Infinity): AsyncGenerator<Tensors> {
  const { manifest } = await loadChallenge(slug);
  const source = manifest.data.sources[manifest.data.default];
  if (!source || !('seed' in source)) throw new Error(`${slug} has no simulated source`);
  const rows = rowsOf(source.sizes[split] ?? 0);
  const tasks: ChunkTask[] = [];
  for (let start = 0; start < Math.min(rows, most); start += rowsPerChunk)
    tasks.push({
      dataSeed: source.seed,
      split,
      seed: deriveSeed(source.seed, split),
      start,
      count: Math.min(rowsPerChunk, rows - start),
      rows,
      variations: [],
    });
  for await (const { nominal } of produceChunks(join(__dirname, '..', slug, 'data'), tasks, { workers: 2 })) yield nominal;
}

/** Loads the named row tensors of a split as flat arrays of numbers. */
export async function loadRows<Name extends string>(
  slug: string,
  split: 'train' | 'sample',
  names: readonly Name[],
): Promise<Record<Name, Float64Array>> {
  const parts = new Map<Name, Float64Array[]>(names.map((name) => [name, []]));
  for await (const tensors of chunksOf(slug, split)) {
    for (const name of names) {
      const tensor = tensors[name];
      if (!tensor || 'lengths' in tensor) throw new Error(`${slug}: '${name}' is not a tensor of rows`);
      parts.get(name)?.push(Float64Array.from(tensor, Number));
    }
  }
  // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- fromEntries forgets the names
  return Object.fromEntries(names.map((name) => [name, concatenate(parts.get(name) ?? [])])) as Record<Name, Float64Array>;
}

function concatenate(parts: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
