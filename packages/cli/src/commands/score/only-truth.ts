import { CliError, exitCodes } from '../../exit-codes';
import type { ScoreFiles } from './local-kind';

/** The truth file of a kind that has exactly one. */
export function onlyTruth({ truth, particles }: ScoreFiles): string {
  const [file] = truth;
  if (file === undefined || truth.length > 1 || particles.length > 0) {
    throw new CliError(exitCodes.usage, 'This kind expects exactly one --truth file and no --particles.', undefined, 'usage');
  }
  return file;
}
