import { ParticipantFault } from '@unblind/contracts';
import { TableError, readTable, type TableColumn } from '@unblind/tensors';

/** Reads the named columns of a CSV file that a participant sent. @returns the number of rows @throws ParticipantFault */
export async function readColumns(path: string, columns: readonly TableColumn[], expected: string): Promise<number> {
  try {
    return await readTable(path, columns);
  } catch (error) {
    if (!(error instanceof TableError)) throw error;
    const subject = error.row === null ? undefined : `row ${error.row}`;
    throw new ParticipantFault('predictions-unreadable', { message: error.message, expected, fix: error.fix, subject });
  }
}
