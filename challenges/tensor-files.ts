import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DataSetFile } from '@unblind/contracts';
import { NpyWriter, elementsOf, type NpyDtype } from '@unblind/tensors';
import type { Tensors } from './produce-chunks';

export interface TensorKind {
  dtype: NpyDtype;
  /** The shape of one row, or of one entry if rows are sets. */
  rowShape: readonly number[];
  /** Whether rows are sets of variable size, such as the hits of an event. */
  perSet?: boolean;
}
export type TensorKinds = Record<string, TensorKind>;

interface OpenTensor extends TensorKind {
  name: string;
  file: string;
  npy: NpyWriter;
  lengths: number[];
}

/** The npy files of a split, one for each view and truth tensor, written chunk by chunk. */
export class TensorFiles {
  private rows = 0;
  private readonly tensors: OpenTensor[] = [];

  private constructor(
    private readonly folder: string,
    private readonly kinds: { views: TensorKinds; truth: TensorKinds },
  ) {}

  /** @param path of the files, relative to `folder` */
  static async create(folder: string, path: string, kinds: { views: TensorKinds; truth: TensorKinds }): Promise<TensorFiles> {
    await mkdir(join(folder, path), { recursive: true });
    const files = new TensorFiles(folder, kinds);
    for (const [name, kind] of Object.entries({ ...kinds.views, ...kinds.truth })) {
      const file = `${path}/${name}.npy`;
      files.tensors.push({ ...kind, name, file, lengths: [], npy: await NpyWriter.create(join(folder, file), kind.dtype, kind.rowShape) });
    }
    return files;
  }

  /** @throws if a tensor is missing or does not have `count` rows */
  async append(chunk: Tensors, count: number): Promise<void> {
    for (const tensor of this.tensors) {
      const { data, lengths } = checked(tensor, chunk[tensor.name], count);
      await tensor.npy.append(data);
      for (const length of lengths) tensor.lengths.push(length);
    }
    this.rows += count;
  }

  async finish(): Promise<{ rows: number; views: Record<string, DataSetFile>; truth: Record<string, DataSetFile> }> {
    const files: Record<string, DataSetFile> = {};
    for (const { name, dtype, rowShape, perSet, file, npy, lengths } of this.tensors) {
      await npy.finish();
      const first = perSet ? sumOf(lengths) : this.rows;
      files[name] = {
        file,
        dtype,
        shape: [first, ...rowShape],
        ...(perSet ? { lengths } : {}),
        ...(await digest(join(this.folder, file))),
      };
    }
    const pick = (wanted: object) => Object.fromEntries(Object.entries(files).filter(([name]) => name in wanted));
    return { rows: this.rows, views: pick(this.kinds.views), truth: pick(this.kinds.truth) };
  }

  async discard(): Promise<void> {
    await Promise.allSettled(this.tensors.map(({ npy }) => npy.discard()));
  }
}

/** The values of `count` rows, and for sets the length of each row. */
function checked({ name, rowShape, perSet }: OpenTensor, tensor: Tensors[string] | undefined, count: number) {
  if (!tensor) throw new Error(`produceChunk gave no values of '${name}'`);
  const { data, lengths } = 'lengths' in tensor ? tensor : { data: tensor, lengths: null };
  if (Boolean(perSet) !== (lengths !== null) || (lengths && lengths.length !== count))
    throw new Error(`produceChunk: '${name}' must ${perSet ? `come with ${count} lengths` : 'be an array'}`);
  const expected = elementsOf([lengths ? sumOf(lengths) : count, ...rowShape]);
  if (data.length !== expected) throw new Error(`produceChunk gave ${data.length} values of '${name}', expected ${expected}`);
  return { data, lengths: lengths ?? [] };
}

const sumOf = (lengths: readonly number[]): number => lengths.reduce((sum, length) => sum + length, 0);

async function digest(path: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  const parts: AsyncIterable<Buffer> = createReadStream(path);
  for await (const part of parts) hash.update(part);
  return { bytes: (await stat(path)).size, sha256: hash.digest('hex') };
}
