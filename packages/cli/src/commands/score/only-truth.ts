import { CliError, exitCodes } from '../../exit-codes';
import type { ScoreFiles } from './local-kind';

/** The one truth file of the kinds that have one. */
export function onlyTruth({ truth, particles }: ScoreFiles): string {
  const [file] = truth;
  if (file === undefined || truth.length > 1 || particles.length > 0) {
    throw new CliError(exitCodes.usage, 'This kind takes one file as --truth and no --particles.', undefined, 'usage');
  }
  return file;
}
