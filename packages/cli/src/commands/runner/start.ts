import { Refused, workUntilStopped } from '@unblind/runner';
import type { Log } from '@unblind/runner';
import { Command } from 'commander';
import { CliError, exitCodes } from '../../exit-codes';
import { addRunnerOptions, settingsOf, type RunnerOptions } from './options';

export function startCommand(): Command {
  const command = new Command('start').description('run submissions for a platform on this machine, by outgoing HTTPS alone');
  return addRunnerOptions(command).action(start);
}

async function start(options: RunnerOptions): Promise<void> {
  try {
    await workUntilStopped(settingsOf(options), logTo(options.json ? asJson : asText));
  } catch (error) {
    throw error instanceof Refused ? refusal(error) : error;
  }
}

/** What the platform said when it wanted nothing of this runner. */
function refusal({ status, problem, message }: Refused): CliError {
  const exitCode = status === 401 || status === 403 ? exitCodes.access : exitCodes.platform;
  return new CliError(exitCode, problem?.detail ?? message, problem?.fix, problem?.code ?? 'refused');
}

interface Line {
  time: string;
  level: string;
  message: string;
  about: Readonly<Record<string, unknown>>;
}

function logTo(format: (line: Line) => string): Log {
  const write = (level: string) => (about: Readonly<Record<string, unknown>>, message: string) =>
    void process.stderr.write(`${format({ time: new Date().toISOString(), level, message, about })}\n`);
  return { info: write('info'), warn: write('warn'), error: write('error') };
}

const asJson = ({ about, ...line }: Line): string => JSON.stringify({ ...line, ...about });

function asText({ time, level, message, about }: Line): string {
  const facts = Object.entries(about).map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return [time, level === 'info' ? '' : `${level}:`, message, ...facts].filter(Boolean).join(' ');
}
