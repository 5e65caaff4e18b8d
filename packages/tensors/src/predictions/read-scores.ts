import type { SourceFile } from '../files/source-file';
import { readByFormat } from './by-format';
import { columnOf, scoreArray, scoresOf } from './score-column';
import { scoresFromCsv } from './score-csv';
import { checkScores } from './score-faults';

export interface ScoreOptions {
  rows: number;
  /** Which column of an [N, 2] array is the score. */
  select: number;
  range?: readonly [number, number] | undefined;
  /** Event ids in the order of the split, for csv files keyed by id; absent, they are 0 to rows - 1. */
  ids?: readonly string[];
  /** The original name of the file, used only in messages; the format is detected from the content. */
  filename?: string;
}

/**
 * One score for each event, in the order of the split, from .npy, .npz, .csv or .csv.gz.
 * Arrays are [N], [N, 1] or [N, 2] of any number type; csv is one column, or id,score. Memory stays within a few times
 * the scores' size, whatever the header of the file claims.
 * @throws ParticipantFault predictions-unreadable, -length, -ids, -not-finite (NaN and infinity, with the row),
 * -out-of-range; file-empty, file-too-large
 */
export async function readScores(file: SourceFile, { rows, select, range, ids, filename }: ScoreOptions): Promise<Float64Array> {
  const scores = await readByFormat(
    file,
    { rows, numbersPerRow: 1, filename },
    {
      checkShape: (array) => void columnOf(array, rows, select),
      array: (array) => scoresOf(array, rows, select),
      archive: (arrays) => scoresOf(scoreArray(arrays), rows, select),
      csv: (csv) => scoresFromCsv(csv, rows, ids),
    },
  );
  checkScores(scores, range);
  return scores;
}
