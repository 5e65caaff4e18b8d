import { readTable, type FileCollection, type TableColumn } from '@unblind/tensors';
import { asRefusal, refuse } from '../faults';
import type { SourceFile } from '../importer';

/** One file of the collection, for messages. */
export function partOf(source: SourceFile, name: string): SourceFile {
  return { name: source.name === name ? name : `${source.name}/${name}`, path: source.path };
}

/** Reads columns of one CSV file of the collection. @returns the number of rows */
export async function readCsv(source: SourceFile, files: FileCollection, name: string, columns: readonly TableColumn[]): Promise<number> {
  const file = partOf(source, name);
  if (!files.names.includes(name)) refuse({ file }, 'The file is missing.');
  try {
    return await readTable(await files.open(name), columns, { wholeLines: true });
  } catch (error) {
    throw asRefusal(error, file);
  }
}
