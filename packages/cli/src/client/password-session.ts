import { createInterface } from 'node:readline/promises';
import { CliError, exitCodes } from '../exit-codes';
import { ApiClient } from './api-client';

export interface Credentials {
  user?: string;
  passwordStdin?: boolean;
}

export interface PasswordSession {
  api: ApiClient;
  /** Sent with each request of the session. */
  headers: Record<string, string>;
}

/** Signs in with the password, which an API token cannot replace for what concerns tokens and sessions. */
export async function signIn(url: string, { user, passwordStdin }: Credentials): Promise<PasswordSession> {
  const login = user ?? (await ask('Handle or e-mail: '));
  const password = passwordStdin ? await readStdin() : await ask('Password: ', true);
  const api = new ApiClient({ url, token: null });
  const origin = { origin: url };
  const signedIn = await api.send('POST', '/accounts/sign-in', { login, password }, origin);
  const cookies = signedIn.headers.getSetCookie().map((line) => line.split(';')[0]);
  return { api, headers: { ...origin, cookie: cookies.join('; ') } };
}

export async function readStdin(): Promise<string> {
  let text = '';
  for await (const chunk of process.stdin) text += String(chunk);
  return text.trim();
}

async function ask(question: string, hidden = false): Promise<string> {
  if (!process.stdin.isTTY)
    throw new CliError(
      exitCodes.usage,
      'Cannot ask for the user and password: standard input is not a terminal.',
      'Give --user and --password-stdin, or --token-stdin.',
      'no-terminal',
    );
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  // readline echoes what is typed by writing it to its output: for a password, only the question is written.
  if (hidden) Object.assign(terminal, { _writeToOutput: (text: string) => text.includes(question) && process.stderr.write(question) });
  const answer = await terminal.question(question);
  terminal.close();
  if (hidden) process.stderr.write('\n');
  return answer;
}
