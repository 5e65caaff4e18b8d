import { LocalFile } from '../files/local-file';
import type { TableColumn } from './columns';
import { csvText, onlyText } from './csv-text';
import { readRows, type TableOptions } from './read-rows';

/**
 * Reads the named columns of a CSV file, plain, gzipped or zipped, or of a text.
 * @param source a path, or what is in the file
 * @throws TableError as `readRows`
 */
export async function readTable(
  source: string | AsyncIterable<Uint8Array>,
  columns: readonly TableColumn[],
  options: TableOptions = {},
): Promise<number> {
  return readRows(typeof source === 'string' ? await csvText(new LocalFile(source)) : onlyText(source), columns, options);
}
