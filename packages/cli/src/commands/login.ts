import { hostname } from 'node:os';
import { Command } from 'commander';
import { CreatedToken, Me } from '@unblind/contracts';
import { ApiClient } from '../client/api-client';
import { readStdin, signIn } from '../client/password-session';
import type { Credentials } from '../client/password-session';
import { print, printJson } from '../output/output';
import { readSettings, storeSettings } from '../settings';

interface Options extends Credentials {
  url?: string;
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
  const { api, headers } = await signIn(url, options);
  const name = `cli on ${hostname()}, ${new Date().toISOString()}`;
  const { secret } = await api.post('/tokens', { name, scopes: ['read', 'submit'], expiresInDays: 90 }, CreatedToken, headers);
  await api.send('POST', '/accounts/sign-out', {}, headers);
  return secret;
}
