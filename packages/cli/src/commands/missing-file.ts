import { CliError, exitCodes } from '../exit-codes';

export function missingFile(path: string): CliError {
  return new CliError(exitCodes.usage, `There is no file ${path}.`, 'Check the path.', 'file-missing');
}
