import { readFileSync } from 'node:fs';
import { readMachineSettings, readSettings } from '@unblind/runner';
import type { MachineSettings, Settings } from '@unblind/runner';
import type { Command } from 'commander';
import { CliError, exitCodes } from '../../exit-codes';

/** What `runner start` and `runner doctor` are told. Each option stands for a variable of the environment, and comes before it. */
export interface RunnerOptions {
  url?: string;
  token?: string;
  tokenFile?: string;
  name?: string;
  labels?: string;
  dir?: string;
  once?: boolean;
  maxIdle?: string;
  until?: string;
  wallTime?: string;
  times?: boolean;
  unsafeLocal?: boolean;
  json?: boolean;
}

export function addRunnerOptions(command: Command): Command {
  return command
    .option('--url <url>', "the platform's address (UNBLIND_URL)")
    .option('--token <token>', "the runner's token (RUNNER_TOKEN, which other users of the machine cannot read)")
    .option('--token-file <file>', 'a file with the token')
    .option('--name <name>', 'distinguishes the runners of one token (RUNNER_NAME; default: host and process)')
    .option('--labels <a,b>', 'what challenges may ask for (RUNNER_LABELS)')
    .option('--dir <folder>', "working files (RUNNER_DIR; default: the batch system's scratch folder, or the temporary one)")
    .option('--once', 'end after one step (RUNNER_ONCE)')
    .option('--max-idle <seconds>', 'end after so long without work (RUNNER_MAX_IDLE)')
    .option('--until <time>', 'end at this time, such as 2026-12-01T06:00:00Z, and take nothing that may last longer (RUNNER_UNTIL)')
    .option('--wall-time <seconds>', 'the same, in seconds from now (RUNNER_WALL_TIME)')
    .option('--times', 'time models: it has the machine and its GPU to itself (RUNNER_TIMES=1; default: as far as can be seen)')
    .option('--no-times', 'time none: others use the machine or its GPU (RUNNER_TIMES=0)')
    .option('--unsafe-local', 'run models without a sandbox; for your own models only (UNSAFE_LOCAL)')
    .option('--json', 'print JSON');
}

/** @throws CliError if something is missing or wrong */
export const settingsOf = (options: RunnerOptions): Settings => parse(readSettings, options);
/** Without the platform's address and the token. @throws CliError */
export const machineSettingsOf = (options: RunnerOptions): MachineSettings => parse(readMachineSettings, options);

/** The platform and the token, if both are given. */
export function platformOf(options: RunnerOptions): { url: string; token: string } | null {
  const { UNBLIND_URL: url, RUNNER_TOKEN: token } = variablesOf(options);
  return url && token ? { url, token } : null;
}

function parse<T>(read: (variables: NodeJS.ProcessEnv) => T, options: RunnerOptions): T {
  try {
    return read(variablesOf(options));
  } catch (error) {
    const fix = 'See `unblind runner start --help`. Organisers and administrators make tokens: `unblind runner tokens create`.';
    throw new CliError(exitCodes.usage, error instanceof Error ? error.message : String(error), fix, 'runner-settings');
  }
}

/** A runner that a person or a batch system starts takes one step at a time. */
function variablesOf(options: RunnerOptions): NodeJS.ProcessEnv {
  const given = {
    UNBLIND_URL: options.url,
    RUNNER_TOKEN: options.token ?? (options.tokenFile === undefined ? undefined : tokenIn(options.tokenFile)),
    RUNNER_NAME: options.name,
    RUNNER_LABELS: options.labels,
    RUNNER_DIR: options.dir,
    RUNNER_ONCE: flag(options.once),
    RUNNER_MAX_IDLE: options.maxIdle,
    RUNNER_UNTIL: options.until,
    RUNNER_WALL_TIME: options.wallTime,
    RUNNER_TIMES: options.times === undefined ? undefined : String(options.times),
    UNSAFE_LOCAL: flag(options.unsafeLocal),
  };
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return { RUNNER_ALONE: '1', ...process.env, ...set };
}

const flag = (given: boolean | undefined): string | undefined => (given ? '1' : undefined);

function tokenIn(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    throw new CliError(
      exitCodes.usage,
      `The file of the token cannot be read: ${file}.`,
      'Name a file that this user may read.',
      'missing-file',
    );
  }
}
