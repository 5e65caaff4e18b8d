import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable, Transform } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { CsvError } from 'csv-parse';
import { TableError } from './table-error';
import { openZippedCsv } from './zipped-csv';

/** Parser options of every table. Rows of a wrong length are refused by our own code, which names the row. */
export const csvOptions = {
  bom: true,
  // Stated, because a parser that takes the first one for all reads rows as one where a tool ends only its header otherwise.
  record_delimiter: ['\r\n', '\n', '\r'],
  relax_column_count: true,
  skip_empty_lines: true,
  trim: true,
  max_record_size: 65_536,
};

/** The text of a CSV file, unpacked, and how much of the file has been read. */
export interface OpenCsv {
  text: Readable;
  bytesRead: () => number;
  close: () => void;
}

/**
 * Opens a CSV file by its first bytes, plain, gzipped, or alone in a zip archive. Every reader of tables begins here.
 * @throws TableError for an archive of several files; the stream fails with one for what is no text
 */
export async function openCsv(source: string | Uint8Array): Promise<OpenCsv> {
  // Done before the stream is opened, because nothing would handle the stream's errors while this waits.
  const start = await startOf(source);
  const begins = (...codes: number[]) => codes.every((code, at) => start[at] === code);
  if (begins(0x50, 0x4b)) {
    const text = onlyText(await openZippedCsv(source));
    return { text, bytesRead: () => 0, close: () => text.destroy() };
  }
  const file = typeof source === 'string' ? createReadStream(source) : Readable.from([Buffer.from(source)]);
  const text = onlyText(begins(0x1f, 0x8b) ? piped(file, createGunzip()) : file);
  return { text, bytesRead: () => ('bytesRead' in file ? file.bytesRead : 0), close: () => void file.destroy() };
}

async function startOf(source: string | Uint8Array): Promise<Uint8Array> {
  if (typeof source !== 'string') return source.subarray(0, 2);
  const file = await open(source, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Pipes and passes errors on, which `stream.pipe` does not. */
function piped<T extends Transform>(from: Readable, into: T): T {
  from.on('error', (error) => into.destroy(error));
  into.on('close', () => from.destroy());
  return from.pipe(into);
}

/** Refuses binary data before a parser would quote it in a message. */
export function onlyText(from: Readable): Readable {
  return piped(
    from,
    new Transform({
      transform(chunk: Buffer, _encoding, done) {
        if (chunk.includes(0)) done(new TableError('The file is not text.', 'Send a CSV file, in UTF-8, or an npy file.'));
        else done(null, chunk);
      },
    }),
  );
}

/** The error of a stream or parser as that of a table; others unchanged. */
export function asTableError(error: unknown, fix: string, row: number | null = null): unknown {
  if (error instanceof TableError) return error;
  // The parser quotes what it found, of any length.
  if (error instanceof CsvError) return new TableError(`${error.message.replace(/,? value is [^]*$/, '')}.`, fix, row);
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  if (!code.startsWith('Z_')) return error;
  const where = row === null ? '' : ` after row ${row - 1}`;
  return new TableError(`The gzip file is cut off or damaged${where} (${code}).`, 'Send the whole file.', row);
}
