import { ParticipantFault } from '@unblind/contracts';
import type { SourceFile } from '../files/source-file';
import type { TableColumn } from '../tables/columns';
import { csvText } from '../tables/csv-text';
import { readRows } from '../tables/read-rows';
import { TableError, TableTooLong } from '../tables/table-error';

/** Room for an id and a few numbers in full precision in each row, with white space and columns that nobody asked for. */
export const largestText = (rows: number): number => 1024 ** 2 + rows * 1024;

/**
 * Reads the named columns of a CSV file that a participant sent, up to as many rows as the split has. @returns the number of rows
 * @throws ParticipantFault
 */
export async function readColumns(
  file: SourceFile,
  columns: readonly TableColumn[],
  { expected, rows }: { expected: string; rows: number },
): Promise<number> {
  try {
    return await readRows(await csvText(file), columns, { most: { rows, bytes: largestText(rows) } });
  } catch (error) {
    if (!(error instanceof TableError)) throw error;
    const { message, fix } = error;
    if (error instanceof TableTooLong) throw new ParticipantFault('predictions-length', { message, expected: error.expected, fix });
    const subject = error.row === null ? undefined : `row ${error.row}`;
    throw new ParticipantFault('predictions-unreadable', { message, expected, fix, subject });
  }
}
