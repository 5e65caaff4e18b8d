import { CsvError, parse } from 'csv-parse';
import { TableError } from './table-error';

/** Parser options of every table. Rows of a wrong length are refused by our own code, which names the row. */
const csvOptions = {
  bom: true,
  // Stated, because a parser that takes the first one for all reads rows as one where a tool ends only its header otherwise.
  record_delimiter: ['\r\n', '\n', '\r'],
  relax_column_count: true,
  skip_empty_lines: true,
  trim: true,
  max_record_size: 65_536,
};

/**
 * Passes the records of a CSV on, one by one, with their lines. @yields after each piece of text
 * @throws what `onRecord` throws, and the parser's errors
 */
export async function* parseCsv(
  text: AsyncIterable<Uint8Array>,
  onRecord: (cells: string[], line: number) => void,
): AsyncGenerator<undefined> {
  const parser = parse({
    ...csvOptions,
    // Records are consumed here instead of being passed on, because a stream of small records is several times slower.
    on_record: (cells: string[], { lines }) => {
      onRecord(cells, lines);
      return null;
    },
  });
  parser.resume();
  const failed = new Promise<never>((_, reject) => parser.once('error', reject));
  failed.catch(() => undefined);
  // In a browser the parser takes strings alone.
  const utf8 = new TextDecoder();
  for await (const chunk of text) {
    await Promise.race([failed, new Promise<void>((resolve) => parser.write(utf8.decode(chunk, { stream: true }), () => resolve()))]);
    yield;
  }
  await Promise.race([failed, new Promise<void>((resolve) => parser.end(utf8.decode(), () => resolve()))]);
}

/** The error of a file or parser as that of a table; others unchanged. */
export function asTableError(error: unknown, fix: string, row: number | null = null): unknown {
  if (error instanceof TableError) return error;
  // The parser quotes what it found, of any length.
  if (error instanceof CsvError) return new TableError(`${error.message.replace(/,? value is [^]*$/, '')}.`, fix, row);
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  if (!code.startsWith('Z_')) return error;
  const where = row === null ? '' : ` after row ${row - 1}`;
  return new TableError(`The gzip file is cut off or damaged${where} (${code}).`, 'Send the whole file.', row);
}
