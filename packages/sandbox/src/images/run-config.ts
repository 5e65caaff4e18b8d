import { invalidImage, printable } from './image-fault';
import type { ImageConfig } from './image-documents';
import { formatLimits } from './image-limits';

/** How an image is started. Its user, volumes, ports and health check are ignored, because the sandbox sets its own. */
export interface ImageRunConfig {
  command: string[];
  environment: Record<string, string>;
  workingDirectory: string;
}

/** @throws ParticipantFault if the image names nothing to start, or its settings are invalid */
export function runConfigOf({ config }: ImageConfig): ImageRunConfig {
  const command = [...(config?.Entrypoint ?? []), ...(config?.Cmd ?? [])];
  if (command.length === 0 || command[0] === '')
    throw invalidImage('the image has nothing to start', { expected: 'ENTRYPOINT or CMD', fix: 'Give the image an ENTRYPOINT.' });
  checkText(command, formatLimits.commandBytes, 'the command');
  const environment = config?.Env ?? [];
  checkText(environment, formatLimits.environmentBytes, 'the environment');
  const workingDirectory = config?.WorkingDir || '/';
  if (!workingDirectory.startsWith('/') || workingDirectory.split('/').includes('..') || workingDirectory.length > formatLimits.pathBytes)
    throw invalidImage('the working directory is not an absolute path', { got: printable(workingDirectory) });
  checkText([workingDirectory], formatLimits.pathBytes, 'the working directory');
  return { command, environment: Object.fromEntries(environment.map(splitVariable)), workingDirectory };
}

function checkText(texts: readonly string[], limit: number, what: string): void {
  if (texts.some((text) => text.includes('\0'))) throw invalidImage(`${what} contains a zero byte`);
  if (texts.reduce((sum, text) => sum + Buffer.byteLength(text) + 1, 0) > limit)
    throw invalidImage(`${what} is longer than ${limit} bytes`);
}

function splitVariable(text: string): [string, string] {
  const [, name, value] = /^([A-Za-z_][A-Za-z0-9_.-]*)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined)
    throw invalidImage('the environment holds an entry that is not a variable', { expected: 'NAME=value', got: printable(text) });
  return [name, value];
}
