import { begins, type SourceFile } from '../files/source-file';
import { TableError } from './table-error';
import { zippedCsv } from './zipped-csv';

/**
 * The text of a CSV file by its first bytes, plain, gzipped, or alone in a zip archive. Every reader of tables begins here.
 * @throws TableError for an archive of several files, and for what is no text
 */
export async function csvText(file: SourceFile): Promise<AsyncIterable<Uint8Array>> {
  if (await begins(file, 0x50, 0x4b)) return onlyText(zippedCsv(file));
  return onlyText((await begins(file, 0x1f, 0x8b)) ? file.gunzipped() : file.content());
}

/** Refuses binary data before a parser would quote it in a message. */
export async function* onlyText(from: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of from) {
    if (chunk.includes(0)) throw new TableError('The file is not text.', 'Send a CSV file, in UTF-8, or an npy file.');
    yield chunk;
  }
}
