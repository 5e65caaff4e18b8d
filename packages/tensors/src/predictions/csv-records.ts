import { pipeline } from 'node:stream/promises';
import { ParticipantFault } from '@unblind/contracts';
import { parse } from 'csv-parse';
import { asTableError, csvOptions, openCsv } from '../tables/open-csv';

export interface CsvSource {
  /** A path, or what is in the file. */
  source: string | Uint8Array;
  /** After unpacking. */
  maximumBytes: number;
}

/**
 * Takes the records of a CSV one by one, with their lines, as a stream.
 * @param asCsv how to write the file, for messages if it cannot be read
 */
export async function eachRecord(
  { source, maximumBytes }: CsvSource,
  asCsv: string,
  add: (cells: string[], line: number) => void,
): Promise<void> {
  const { text } = await openCsv(source);
  const bounded = (chunks: AsyncIterable<Buffer>) => textWithin(chunks, maximumBytes);
  const parser = parse({
    ...csvOptions,
    // Records are consumed here instead of being passed on, because a stream of small records is several times slower.
    on_record: (cells: string[], { lines }) => {
      add(cells, lines);
      return null;
    },
  });
  parser.resume();
  try {
    await pipeline(text, bounded, parser);
  } catch (error) {
    throw asTableError(error, asCsv);
  }
}

/** Limits the unpacked size, because a small archive may unpack to any size. */
async function* textWithin(chunks: AsyncIterable<Buffer>, maximumBytes: number): AsyncGenerator<Buffer> {
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
    yield chunk;
  }
}
