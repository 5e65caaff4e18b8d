import { randomUUID } from 'node:crypto';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { ViewCatalogue } from '@unblind/contracts';
import { PlatformFault } from '@unblind/contracts';
import { NpyFile, NpyWriter } from '../files/npy-file';
import { jetImage } from './jet-image';
import { jetSubstructure } from './jet-substructure';
import type { ViewDerivation } from './view-derivation';
import { weaverKin } from './weaver-kin';

/** Derivations by the name in a view's `from`. */
export const viewDerivations: Readonly<Record<string, ViewDerivation>> = {
  'weaver-kin': weaverKin,
  'jet-substructure': jetSubstructure,
  'jet-image': jetImage,
};

const batchRows = 500;

export interface MaterializeRequest {
  name: string;
  views: ViewCatalogue;
  /** Paths of the stored npy files, by the view's name. */
  stored: Readonly<Record<string, string>>;
  rows: number;
  /** Folder in which `<view>.npy` is written and kept for later use; each split has its own. */
  directory: string;
}

/**
 * The path of a derived view's npy file, computed batch by batch unless it exists already. The file is written atomically, even if two
 * callers compute it at the same time. @throws PlatformFault data-missing
 */
export async function materializeView(request: MaterializeRequest): Promise<string> {
  const { name, rows, directory } = request;
  const same = storedAs(request);
  if (same !== undefined) return same;
  const path = join(directory, `${name}.npy`);
  if (await isThere(path, rows)) return path;
  const { derivation, rowShape, source } = planOf(request);
  await mkdir(directory, { recursive: true });
  const partial = `${path}.partial-${randomUUID()}`;
  const input = await NpyFile.open(source);
  try {
    checkSource(input, derivation, rows);
    const writer = await NpyWriter.create(partial, 'float32', rowShape);
    try {
      await deriveAll(input, derivation, { name, rows }, writer);
    } catch (error) {
      await writer.discard();
      throw error;
    }
    await rename(partial, path);
    return path;
  } finally {
    await input.close();
  }
}

/** A view whose `from` is a stored view of sets has the entries of all sets as its rows: the same file. */
function storedAs({ name, views, stored }: MaterializeRequest): string | undefined {
  const from = views[name]?.from;
  return from !== undefined && views[from]?.per === 'set' && views[name]?.per === 'row' ? stored[from] : undefined;
}

async function deriveAll(
  input: NpyFile,
  derivation: ViewDerivation,
  { name, rows }: { name: string; rows: number },
  writer: NpyWriter,
): Promise<void> {
  for (let start = 0; start < rows; start += batchRows) {
    const count = Math.min(batchRows, rows - start);
    const batch = derivation.derive(await input.readRows(start, count), count)[name];
    if (!batch) throw new Error(`A derivation names ${name} among its outputs and does not make it.`);
    await writer.append(batch);
  }
  await writer.finish();
}

/** Files are renamed into place only when complete; a file with a different number of rows belongs to another data set. */
async function isThere(path: string, rows: number): Promise<boolean> {
  const file = await NpyFile.open(path).catch(() => null);
  await file?.close();
  return file?.rows === rows;
}

function planOf({ name, views, stored }: MaterializeRequest): { derivation: ViewDerivation; rowShape: readonly number[]; source: string } {
  const from = views[name]?.from;
  const derivation = from !== undefined && Object.hasOwn(viewDerivations, from) ? viewDerivations[from] : undefined;
  const rowShape = derivation?.outputs[name];
  if (!derivation || !rowShape) {
    const known = Object.entries(viewDerivations).map(([made, { outputs }]) => `${made} (makes ${Object.keys(outputs).join(', ')})`);
    throw missing(
      `The view ${name} is neither stored nor can it be derived.`,
      `Store it, or give it a 'from' that is one of: ${known.join('; ')}.`,
    );
  }
  const source = stored[derivation.input.view];
  if (source === undefined)
    throw missing(`The view ${name} is made from ${derivation.input.view}, which is not stored.`, 'Prepare the data set again.');
  return { derivation, rowShape, source };
}

function checkSource(input: NpyFile, { input: { view, rowShape } }: ViewDerivation, rows: number): void {
  const expected = [rows, ...rowShape].join(', ');
  const got = input.shape.join(', ');
  if (got !== expected) throw missing(`The stored view ${view} is (${got}); expected is (${expected}).`, 'Prepare the data set again.');
}

function missing(message: string, fix: string): PlatformFault {
  return new PlatformFault('data-missing', { message, fix });
}
