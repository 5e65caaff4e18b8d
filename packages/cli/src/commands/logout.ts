import { Command } from 'commander';
import { signIn } from '../client/password-session';
import type { Credentials } from '../client/password-session';
import { print, printJson } from '../output/output';
import { forgetSettings, readSettings } from '../settings';

interface Options extends Credentials {
  url?: string;
  everywhere?: boolean;
  json?: boolean;
}

export function logoutCommand(): Command {
  return new Command('logout')
    .description('forget the stored API token; with --everywhere, also end all your sessions and revoke all your tokens')
    .option('--everywhere', 'end all your sessions on the platform and revoke all your API tokens; asks for the password')
    .option('--url <url>', 'the address of the platform (default: UNBLIND_URL or the one that login stored)')
    .option('--user <name>', 'handle or e-mail address')
    .option('--password-stdin', 'read the password from standard input')
    .option('--json', 'print JSON')
    .action(logout);
}

async function logout(options: Options): Promise<void> {
  const url = (options.url ?? readSettings().url).replace(/\/$/, '');
  const everywhere = options.everywhere === true;
  if (everywhere) {
    const { api, headers } = await signIn(url, options);
    await api.send('POST', '/accounts/sign-out-everywhere', {}, headers);
  }
  const file = forgetSettings();
  if (options.json) return printJson({ url, everywhere, file });
  if (everywhere) print(`All your sessions on ${url} have ended and all your API tokens are revoked.`);
  print(file === null ? 'No token is stored here.' : `Removed ${file}.`);
  if (!everywhere) print('A token stays valid until it is revoked: on the account page, or by logout --everywhere.');
}
