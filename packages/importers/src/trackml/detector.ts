import { int64Column, type FileCollection } from '@unblind/tensors';
import type { SourceFile } from '../importer';
import { readCsv } from './csv-files';

/** The modules that detectors.csv names, to tell hits that are not of this detector. */
export type Modules = ReadonlySet<string>;

export function moduleKey(volume: number | bigint, layer: number | bigint, module: number | bigint): string {
  return `${volume}/${layer}/${module}`;
}

/** Null if there is no detectors.csv, which is published separately from the events. */
export async function readModules(source: SourceFile, files: FileCollection): Promise<Modules | null> {
  if (!files.names.includes('detectors.csv')) return null;
  const [volumes, layers, modules] = [int64Column(['volume_id']), int64Column(['layer_id']), int64Column(['module_id'])];
  const rows = await readCsv(source, files, 'detectors.csv', [volumes, layers, modules]);
  const [v, l, m] = [volumes.values(), layers.values(), modules.values()];
  return new Set(Array.from({ length: rows }, (_, i) => moduleKey(v[i]!, l[i]!, m[i]!)));
}
