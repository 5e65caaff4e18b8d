import { CreatedRunnerToken, RunnerToken } from '@unblind/contracts';
import { Command } from 'commander';
import { signIn } from '../../client/password-session';
import type { Credentials, PasswordSession } from '../../client/password-session';
import { CliError, exitCodes } from '../../exit-codes';
import { print, printJson, table } from '../../output/output';
import { readSettings } from '../../settings';

interface Options extends Credentials {
  url?: string;
  json?: boolean;
}

export function runnerTokensCommand(): Command {
  const list = withCredentials(new Command('list').description('list the tokens that you may revoke')).action(listTokens);
  const create = withCredentials(new Command('create').description('create a token, and print its secret once').argument('<name>'))
    .option('--challenge <slug>', 'its runners take the work of this challenge alone (required of organisers)')
    .option('--trusted', 'its runners may have hidden inputs where a phase lets trusted runners have them (administrators)')
    .action(createToken);
  const revoke = withCredentials(
    new Command('revoke').description('revoke a token: its runners stop, and their work goes to others').argument('<name>'),
  ).action(revokeToken);
  return [list, create, revoke].reduce(
    (group, command) => group.addCommand(command.exitOverride()),
    new Command('tokens').description('for administrators and organisers: tokens of runners; asks for your password'),
  );
}

function withCredentials(command: Command): Command {
  return command
    .option('--url <url>', 'the address of the platform (default: UNBLIND_URL or the one that login stored)')
    .option('--user <name>', 'handle or e-mail address')
    .option('--password-stdin', 'read the password from standard input')
    .option('--json', 'print JSON');
}

/** Tokens of runners are made and revoked by people, so an API token does not do. */
async function signedIn<T>(options: Options, work: (session: PasswordSession) => Promise<T>): Promise<T> {
  const session = await signIn((options.url ?? readSettings().url).replace(/\/$/, ''), options);
  try {
    return await work(session);
  } finally {
    await session.api.send('POST', '/accounts/sign-out', {}, session.headers);
  }
}

async function all({ api, headers }: PasswordSession): Promise<RunnerToken[]> {
  return RunnerToken.array().parse(await (await api.send('GET', '/runner-tokens', undefined, headers)).json());
}

async function listTokens(options: Options): Promise<void> {
  const tokens = await signedIn(options, all);
  if (options.json) return printJson(tokens);
  if (tokens.length === 0) return print('There is no runner token.');
  const rows = tokens.map(({ name, prefix, challenge, trusted, remote, lastSeenAt, reruns }) => [
    name,
    `${prefix}…`,
    challenge ?? 'all',
    remote ? (trusted ? 'trusted' : 'remote') : "the platform's own",
    lastSeenAt ?? 'never',
    `${reruns.agreed} agree, ${reruns.disagreed} disagree`,
  ]);
  print(table(['name', 'token', 'challenge', 'runners', 'last seen', 'repeated runs'], rows));
}

async function createToken(name: string, { challenge, trusted, ...options }: Options & { challenge?: string; trusted?: boolean }) {
  const body = { name, challenge: challenge ?? null, trusted: trusted ?? false };
  const token = await signedIn(options, ({ api, headers }) => api.post('/runner-tokens', body, CreatedRunnerToken, headers));
  if (options.json) return printJson(token);
  print(`${token.secret}\n\nIt is shown only now. Give it to the runner as RUNNER_TOKEN.`);
}

async function revokeToken(name: string, options: Options): Promise<void> {
  await signedIn(options, async (session) => {
    const token = (await all(session)).find((one) => one.name === name);
    if (!token) throw new CliError(exitCodes.usage, `There is no runner token '${name}'.`, 'See: unblind runner tokens list', 'not-found');
    await session.api.send('DELETE', `/runner-tokens/${token.id}`, undefined, session.headers);
  });
  if (options.json) return printJson({ name, revoked: true });
  print(`${name} is revoked. What its runners worked on waits for other runners.`);
}
