import { createInterface } from 'node:readline/promises';
import { hostname } from 'node:os';
import { Command } from 'commander';
import { CreatedToken, Me } from '@unblind/contracts';
import { ApiClient } from '../client/api-client';
import { CliError, exitCodes } from '../exit-codes';
import { print, printJson } from '../output/output';
import { readSettings, storeSettings } from '../settings';

interface Options {
  url?: string;
  user?: string;
  passwordStdin?: boolean;
  tokenStdin?: boolean;
  json?: boolean;
}

export function loginCommand(): Command {
  return new Command('login')
    .description('store an API token for a platform')
    .option('--url <url>', 'the address of the platform (default: UNBLIND_URL or http://localhost:3000)')
    .option('--user <name>', 'handle or e-mail address')
    .option('--password-stdin', 'read the password from standard input')
    .option('--token-stdin', 'read a token created on the account page from standard input')
    .option('--json', 'print JSON')
    .action(login);
}

async function login(options: Options): Promise<void> {
  const url = (options.url ?? readSettings().url).replace(/\/$/, '');
  const token = options.tokenStdin ? await readStdin() : await tokenFor(url, options);
  const me = await new ApiClient({ url, token }).get('/accounts/me', Me);
  const file = storeSettings({ url, token });
  if (options.json) return printJson({ url, handle: me.handle, file });
  print(`Signed in to ${url} as ${me.handle}. The token is in ${file}.`);
}

/** Signs in with the password, creates a token and signs out again. */
async function tokenFor(url: string, options: Options): Promise<string> {
  const user = options.user ?? (await ask('Handle or e-mail: '));
  const password = options.passwordStdin ? await readStdin() : await ask('Password: ', true);
  const api = new ApiClient({ url, token: null });
  const headers = { origin: url };
  const signedIn = await api.send('POST', '/accounts/sign-in', { login: user, password }, headers);
  const cookie = signedIn.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const name = `cli on ${hostname()}, ${new Date().toISOString()}`;
  const { secret } = await api.post('/tokens', { name, scopes: ['read', 'submit'], expiresInDays: 90 }, CreatedToken, {
    ...headers,
    cookie,
  });
  await api.send('POST', '/accounts/sign-out', {}, { ...headers, cookie });
  return secret;
}

async function readStdin(): Promise<string> {
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
