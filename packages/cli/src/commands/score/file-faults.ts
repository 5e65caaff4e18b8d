import { existsSync } from 'node:fs';
import { ParticipantFault, PlatformFault } from '@unblind/contracts';
import { refusalAsFault } from '@unblind/evaluation';
import { ScoringRefusal } from '@unblind/scoring';
import { NpyError, TableError } from '@unblind/tensors';
import { CliError, exitCodes } from '../../exit-codes';
import { missingFile } from '../missing-file';

type Role = 'truth' | 'predictions';

export function unreadable(role: Role, file: string, message: string, fix: string): CliError {
  return new CliError(exitCodes.participant, `The ${role} ${file} cannot be read: ${message}`, fix, `${role}-unreadable`);
}

/** Runs `read`; an error becomes a CliError that names the file. A path without a file is a wrong argument. */
export async function reading<T>(role: Role, file: string, read: () => Promise<T>): Promise<T> {
  if (!existsSync(file)) throw missingFile(file);
  try {
    return await read();
  } catch (error) {
    if (error instanceof CliError || error instanceof ParticipantFault) throw error;
    if (error instanceof TableError || error instanceof NpyError) throw unreadable(role, file, error.message, error.fix);
    const message = error instanceof Error ? error.message : String(error);
    throw unreadable(role, file, message, 'Check that the file is complete and may be read.');
  }
}

/** Assigns a scoring error to the caller: offline, the truth file is the caller's own, and an unknown metric is a wrong argument. */
export function asLocalFault(error: unknown): unknown {
  if (error instanceof ScoringRefusal && error.code === 'metric-unknown') {
    return new CliError(exitCodes.usage, error.message, undefined, error.code);
  }
  const fault = error instanceof ScoringRefusal ? refusalAsFault(error) : error;
  if (!(fault instanceof PlatformFault) || fault.detail.code !== 'scorer-failed') return fault;
  return new CliError(exitCodes.participant, fault.detail.message, 'Fix the truth file.', 'truth-invalid');
}
