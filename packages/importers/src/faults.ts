import { basename } from 'node:path';
import { ParticipantFault } from '@unblind/contracts';
import { Hdf5Error, ParquetError, TableError } from '@unblind/tensors';
import type { SourceFile } from './importer';

export interface Place {
  file: SourceFile;
  /** Row, column or data set inside it. */
  at?: string;
}

/** The fault for a refused file, with the location of the problem. Nothing of the file is kept. */
export function refuse({ file, at }: Place, message: string, facts: { expected?: string; got?: string; fix?: string } = {}): never {
  const { fix = 'Download the file again as it was published.', ...others } = facts;
  throw new ParticipantFault('file-corrupted', { message, subject: at === undefined ? file.name : `${file.name}: ${at}`, fix, ...others });
}

/** Turns a reader's error into a fault that names the file. */
export function asRefusal(error: unknown, file: SourceFile): unknown {
  if (error instanceof Hdf5Error || error instanceof ParquetError)
    return new ParticipantFault('file-corrupted', {
      message: error.message,
      subject: error.place === null ? file.name : `${file.name}: ${error.place}`,
      fix: error.fix,
    });
  if (error instanceof TableError)
    return new ParticipantFault('file-corrupted', {
      message: error.message,
      subject: `${file.name}${error.row === null ? '' : `: row ${error.row}`}`,
      fix: error.fix,
    });
  return error;
}

export function notFound(from: string, expected: string): never {
  throw new ParticipantFault('file-empty', {
    message: `There is nothing to import in ${basename(from)}.`,
    expected,
    fix: 'Give the folder with the files as they were published, or one of them.',
    subject: from,
  });
}
