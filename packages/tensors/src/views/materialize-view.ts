import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ViewCatalogue } from '@unblind/contracts';
import { PlatformFault } from '@unblind/contracts';
import { NpyFile, NpyWriter } from '../npy-file';
import type { ViewDerivation } from './view-derivation';
import { weaverKin } from './weaver-kin';

/** By the name that a view's `from` gives. */
export const viewDerivations: Readonly<Record<string, ViewDerivation>> = { 'weaver-kin': weaverKin };

const BATCH = 500;

export interface MaterializeRequest {
  name: string;
  views: ViewCatalogue;
  /** Paths of the stored npy files, by the view's name. */
  stored: Readonly<Record<string, string>>;
  rows: number;
  /** Where `<view>.npy` is made, and kept for the next time. */
  directory: string;
}

/** The path of a derived view's npy file, computed batch by batch unless it is there already. Appears whole or not at all. */
export async function materializeView({ name, views, stored, rows, directory }: MaterializeRequest): Promise<string> {
  const path = join(directory, `${name}.npy`);
  if (await stat(path).catch(() => null)) return path;
  const derivation = viewDerivations[views[name]?.from ?? ''];
  const rowShape = derivation?.outputs[name];
  const source = derivation && stored[derivation.input.view];
  if (!derivation || !rowShape || !source) {
    throw new PlatformFault('data-missing', {
      message: `The view ${name} is neither stored nor can it be derived.`,
      fix: `Store it, or give it a 'from' that is one of ${Object.keys(viewDerivations).join(', ')}.`,
    });
  }
  await mkdir(directory, { recursive: true });
  const partial = `${path}.partial-${process.pid}`;
  const input = await NpyFile.open(source);
  try {
    const writer = await NpyWriter.create(partial, 'float32', rowShape);
    for (let start = 0; start < rows; start += BATCH) {
      const count = Math.min(BATCH, rows - start);
      const batch = derivation.derive(await input.readRows(start, count), count)[name];
      if (batch) await writer.append(batch);
    }
    await writer.finish();
    await rename(partial, path);
    return path;
  } finally {
    await input.close();
    await rm(partial, { force: true });
  }
}
