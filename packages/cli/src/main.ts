import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { asFault } from '@unblind/contracts';
import { Command, CommanderError } from 'commander';
import { z } from 'zod';
import { challengeCommand } from './commands/challenge';
import { challengesCommand } from './commands/challenges';
import { dataCommand } from './commands/data';
import { evaluateCommand } from './commands/evaluate';
import { inspectCommand } from './commands/inspect';
import { leaderboardCommand } from './commands/leaderboard';
import { loginCommand } from './commands/login';
import { logoutCommand } from './commands/logout';
import { runnerCommand } from './commands/runner/runner';
import { scoreCommand } from './commands/score/score';
import { storageCommand } from './commands/storage';
import { submissionCommand } from './commands/submission';
import { submissionsCommand } from './commands/submissions';
import { submitCommand } from './commands/submit';
import { CliError, exitCodes } from './exit-codes';
import { faultAsError, printJson } from './output/output';

const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8')));

const program = new Command('unblind')
  .description('Take part in Unblind challenges from the command line.')
  .version(version)
  .exitOverride()
  .addHelpText(
    'after',
    '\nExit codes: 0 done, 1 unexpected, 2 wrong arguments, 3 a problem in your file, 4 the platform failed or cannot be reached, 5 not signed in or not allowed.',
  );

for (const command of [
  loginCommand(),
  logoutCommand(),
  challengesCommand(),
  challengeCommand(),
  inspectCommand(),
  submitCommand(),
  submissionsCommand(),
  submissionCommand(),
  leaderboardCommand(),
  scoreCommand(),
  evaluateCommand(),
  dataCommand(),
  runnerCommand(),
  storageCommand(),
]) {
  program.addCommand(command.exitOverride());
}

function asCliError(error: unknown): CliError {
  if (error instanceof CliError) return error;
  if (error instanceof z.ZodError)
    return new CliError(
      exitCodes.platform,
      `The platform sent an unexpected response: ${z.prettifyError(error)}`,
      'Update the unblind command to the version of the platform.',
      'version-mismatch',
    );
  const fault = asFault(error);
  if (fault.detail.code === 'internal') return new CliError(exitCodes.unexpected, fault.detail.message, undefined, 'unexpected');
  return faultAsError(fault.detail);
}

async function main(): Promise<number> {
  try {
    await program.parseAsync();
    return exitCodes.ok;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    const { message, fix, code, exitCode } = asCliError(error);
    if (process.argv.includes('--json')) printJson({ ok: false, code, message, fix: fix ?? null });
    process.stderr.write(`unblind: ${message}\n${fix ? `  to fix: ${fix}\n` : ''}`);
    return exitCode;
  }
}

// A command that printed its failure as JSON has set its own code.
void main().then((code) => code === exitCodes.ok || (process.exitCode = code));
