import { ParticipantFault } from '@unblind/contracts';
import { beginsAsNpy, type NpyArray } from '@unblind/npy';
import { readArray } from '../files/read-array';
import type { SourceFile } from '../files/source-file';
import { readNpz } from '../npz';
import { isZippedTable } from '../tables/zipped-csv';
import type { CsvSource } from './csv-records';
import { asPredictionsFault, unreadable } from './score-faults';

/** Limits on the contents of a file, which bound the memory for reading it, whatever its header claims. */
export interface PredictionsSize {
  rows: number;
  numbersPerRow: number;
  /** The original name of the file, used only in messages; the format is detected from the content. */
  filename?: string | undefined;
}

/** How to read the predictions from each format. */
export interface PredictionFormats<T> {
  /** Checks the header of an array before the data are read; throws if it cannot hold the predictions. */
  checkShape: (array: Pick<NpyArray, 'dtype' | 'shape'>) => void;
  array: (array: NpyArray) => T;
  archive(arrays: ReadonlyMap<string, NpyArray>): T;
  csv(csv: CsvSource): Promise<T>;
}

const air = 1024 * 1024;

/** Reads .npy, .npz, .csv, .csv.gz or a .csv alone in a .zip. @throws ParticipantFault */
export async function readByFormat<T>(file: SourceFile, size: PredictionsSize, formats: PredictionFormats<T>): Promise<T> {
  try {
    return await read(file, size, formats);
  } catch (error) {
    throw asPredictionsFault(error);
  }
}

async function read<T>(file: SourceFile, size: PredictionsSize, formats: PredictionFormats<T>): Promise<T> {
  const { rows, numbersPerRow, filename = 'the file' } = size;
  const head = await file.read(0, 8);
  if (head.length === 0) {
    throw new ParticipantFault('file-empty', {
      message: 'The file is empty.',
      expected: `predictions for ${rows} events`,
      fix: 'Send the file again; its writing may have been cut.',
    });
  }
  const begins = (...codes: number[]) => codes.every((code, index) => head[index] === code);
  if (beginsAsNpy(head)) return formats.array(await readArray(file, formats.checkShape));
  if (begins(0x50, 0x4b) && !(await isZippedTable(file))) {
    // Room for twice the needed numbers of eight bytes, and an id for each row.
    return formats.archive(await readNpz(file, { bytes: air + rows * 16 * (numbersPerRow + 1), entries: 16 + numbersPerRow }));
  }
  if (begins(0x89, 0x48, 0x44, 0x46) || begins(0x50, 0x41, 0x52, 0x31) || begins(0x80)) {
    throw unreadable(
      `Predictions cannot be read from ${filename}.`,
      '.npy, .npz, .csv, .csv.gz or .csv.zip',
      'another format',
      'Save the predictions with numpy.save.',
    );
  }
  // Room for an id, some white space, and numbers in full precision.
  return formats.csv({ file, maximumBytes: air + rows * (192 + 64 * numbersPerRow) });
}
