import { ParticipantFault } from '@unblind/contracts';
import type { SourceFile } from '../files/source-file';
import { csvText } from '../tables/csv-text';
import { asTableError, parseCsv } from '../tables/parse-csv';

export interface CsvSource {
  file: SourceFile;
  /** After unpacking. */
  maximumBytes: number;
}

/**
 * Takes the records of a CSV one by one, with their lines, as a stream.
 * @param asCsv how to write the file, for messages if it cannot be read
 */
export async function eachRecord(
  { file, maximumBytes }: CsvSource,
  asCsv: string,
  add: (cells: string[], line: number) => void,
): Promise<void> {
  try {
    for await (const _ of parseCsv(textWithin(await csvText(file), maximumBytes), add));
  } catch (error) {
    throw asTableError(error, asCsv);
  }
}

/** Limits the unpacked size, because a small archive may unpack to any size. */
async function* textWithin(chunks: AsyncIterable<Uint8Array>, maximumBytes: number): AsyncGenerator<Uint8Array> {
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
