import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PlatformFault, type ViewCatalogue } from '@unblind/contracts';
import { NpyFile, NpyWriter } from '../files/npy-file';
import { z } from 'zod';
import type { SetDerivation, SetEntries } from './set-derivation';
import { cylindricalHits } from './tracking/cylindrical';
import { doubletGraph } from './tracking/doublet-graph';
import { radiusGraph } from './tracking/radius-graph';

/** Derivations by the name in a view's `from`. */
export const setDerivations: Readonly<Record<string, SetDerivation>> = {
  'cylindrical-hits': cylindricalHits,
  'doublet-graph': doubletGraph,
  'radius-graph': radiusGraph,
};

export interface SetViewFile {
  /** An npy file of all sets' entries, one after another. */
  path: string;
  dtype: SetDerivation['dtype'];
  /** Entries of each set. */
  lengths: readonly number[];
}

export interface MaterializeSetsRequest {
  name: string;
  views: ViewCatalogue;
  /** Paths of the stored npy files, by the view's name, and how many entries each of their sets has. */
  stored: Readonly<Record<string, string>>;
  lengths: Readonly<Record<string, readonly number[]>>;
  /** Folder in which `<view>.npy` and its lengths are written and kept for later use; each split has its own. */
  directory: string;
}

/**
 * A derived view of sets, computed set by set unless it exists already. The file is written atomically, even if two callers compute it
 * at the same time. @throws PlatformFault data-missing
 */
export async function materializeSetView(request: MaterializeSetsRequest): Promise<SetViewFile> {
  const { name, directory } = request;
  const derivation = derivationOf(request);
  const path = join(directory, `${name}.npy`);
  const lengthsPath = join(directory, `${name}.lengths.json`);
  const kept = await keptLengths(lengthsPath);
  if (kept) return { path, dtype: derivation.dtype, lengths: kept };
  await mkdir(directory, { recursive: true });
  const partial = `${path}.partial-${randomUUID()}`;
  try {
    const lengths = await deriveAll(request, derivation, partial);
    await writeFile(`${partial}.lengths`, JSON.stringify(lengths));
    await rename(partial, path);
    // Written last: if the lengths exist, the numbers are complete.
    await rename(`${partial}.lengths`, lengthsPath);
    return { path, dtype: derivation.dtype, lengths };
  } finally {
    await Promise.all([partial, `${partial}.lengths`].map((file) => rm(file, { force: true })));
  }
}

async function keptLengths(path: string): Promise<number[] | null> {
  const text = await readFile(path, 'utf8').catch(() => null);
  return text === null ? null : z.array(z.number().int().nonnegative()).parse(JSON.parse(text));
}

async function deriveAll({ stored, lengths }: MaterializeSetsRequest, derivation: SetDerivation, path: string): Promise<number[]> {
  const inputs: { view: string; file: NpyFile; lengths: readonly number[]; at: number }[] = [];
  const writer = await NpyWriter.create(path, derivation.dtype, derivation.entryShape);
  try {
    for (const view of derivation.inputs) {
      const [source, sizes] = [stored[view], lengths[view]];
      if (source === undefined || sizes === undefined) throw missing(`A view is made from ${view}, which is not stored as sets.`);
      inputs.push({ view, file: await NpyFile.open(source), lengths: sizes, at: 0 });
    }
    const made: number[] = [];
    for (let set = 0; set < (inputs[0]?.lengths.length ?? 0); set++) {
      const views: Record<string, SetEntries> = {};
      for (const input of inputs) {
        const count = input.lengths[set] ?? 0;
        views[input.view] = { data: await input.file.readRows(input.at, count), count };
        input.at += count;
      }
      const { data, count } = derivation.derive(views);
      await writer.append(data);
      made.push(count);
    }
    await writer.finish();
    return made;
  } catch (error) {
    await writer.discard();
    throw error;
  } finally {
    await Promise.all(inputs.map(({ file }) => file.close()));
  }
}

function derivationOf({ name, views }: MaterializeSetsRequest): SetDerivation {
  const from = views[name]?.from;
  const derivation = from !== undefined && Object.hasOwn(setDerivations, from) ? setDerivations[from] : undefined;
  if (derivation) return derivation;
  throw missing(`The view ${name} of sets is neither stored nor can it be derived; known are ${Object.keys(setDerivations).join(', ')}.`);
}

function missing(message: string): PlatformFault {
  return new PlatformFault('data-missing', { message, fix: "Store the view, or give it a 'from' that is known." });
}
