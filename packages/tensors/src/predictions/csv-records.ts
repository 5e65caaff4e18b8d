import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { ParticipantFault } from '@unblind/contracts';
import { CsvError, parse } from 'csv-parse';
import { unreadable } from './score-faults';

export interface CsvSource {
  text: Readable;
  gzipped: boolean;
  /** After unpacking. */
  maximumBytes: number;
}

/**
 * Takes the records of a CSV one by one, with their lines, as a stream.
 * @param asCsv how to write the file, for messages if it cannot be read
 */
export async function eachRecord(
  { text, gzipped, maximumBytes }: CsvSource,
  asCsv: string,
  add: (cells: string[], line: number) => void,
): Promise<void> {
  const bounded = (chunks: AsyncIterable<Buffer>) => textWithin(chunks, maximumBytes, asCsv);
  const parser = parse({
    bom: true,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
    max_record_size: 16_384,
    // Records are consumed here instead of being passed on, because a stream of small records is several times slower.
    on_record: (cells: string[], { lines }) => {
      add(cells, lines);
      return null;
    },
  });
  parser.resume();
  try {
    if (gzipped) await pipeline(text, createGunzip(), bounded, parser);
    else await pipeline(text, bounded, parser);
  } catch (error) {
    if (isZlibError(error)) throw unreadable('The gzip file is damaged.', 'csv.gz', error.code, 'Send it again, or send the csv itself.');
    if (error instanceof CsvError) throw unreadable(`The file cannot be read: ${error.message}.`, 'csv', error.code, asCsv);
    throw error;
  }
}

function isZlibError(error: unknown): error is { code: string } {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_');
}

/** Limits the unpacked size, because a small archive may unpack to any size. */
async function* textWithin(chunks: AsyncIterable<Buffer>, maximumBytes: number, asCsv: string): AsyncGenerator<Buffer> {
  let total = 0;
  for await (const chunk of chunks) {
    total += chunk.length;
    if (total > maximumBytes) {
      throw new ParticipantFault('file-too-large', {
        message: 'The file is larger than predictions of this split can be.',
        expected: `at most ${maximumBytes} bytes of csv`,
        got: `more than ${maximumBytes} bytes`,
        fix: 'Send the numbers that the challenge asks for alone, or an npy file.',
      });
    }
    if (chunk.includes(0)) throw unreadable('The file is not text.', '.npy, .npz, .csv or .csv.gz', 'binary data', asCsv);
    yield chunk;
  }
}
