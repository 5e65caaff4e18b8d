import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreatedRunnerToken, CreatedToken, RunnerTime, RunnerToken } from '@unblind/contracts';
import { startTestApi } from './api';
import type { TestApi } from './api';
import { runCommand } from './command-line';
import { newOrganiser, newPerson, root, submitNew } from './people';
import type { Person } from './people';
import { TestRunner, platformToken, prepareToyData } from './runners';

const home = mkdtempSync(join(tmpdir(), 'unblind-cli-'));

let api: TestApi;
let organiser: Person;
beforeAll(async () => {
  api = await startTestApi({ RUNNER_TOKEN: platformToken });
  await prepareToyData(api);
  organiser = await newOrganiser(api);
});
afterAll(async () => {
  await api.stop();
  rmSync(home, { recursive: true });
});

/** As the organiser, who gives the password each time. */
const tokens = (...args: string[]) => {
  const credentials = ['--user', organiser.me.handle, '--password-stdin'];
  return runCommand(api, home, ['runner', 'tokens', ...args, ...credentials], organiser.password);
};
/** By an API token, as programs do. */
async function withToken({ agent }: Person, ...args: string[]) {
  const token = CreatedToken.parse((await agent.post(`${root}/tokens`).send({ name: args.join('-'), scopes: ['read'] })).body);
  expect((await runCommand(api, home, ['login', '--token-stdin'], token.secret)).code).toBe(0);
  return runCommand(api, home, args);
}

test('an organiser makes a token for a challenge, lists it and revokes it by its name', async () => {
  expect((await tokens('list')).stdout).toBe('There is no runner token.\n');
  expect(await tokens('create', 'everything')).toMatchObject({ code: 5, stderr: expect.stringContaining('Name a challenge') });
  const created = await tokens('create', 'my-site', '--challenge', 'toy-tagging');
  const [secret = ''] = /^unr_\S+/.exec(created.stdout) ?? [];
  const runner = new TestRunner(api, secret, 'node');
  expect((await runner.ask()).status).toBe(204);
  expect((await tokens('list')).stdout).toMatch(/my-site +unr_\S+… +toy-tagging +remote +\S+Z +0 agree, 0 disagree/);
  expect(RunnerToken.array().parse(JSON.parse((await tokens('list', '--json')).stdout))).toMatchObject([{ name: 'my-site' }]);
  expect(await tokens('revoke', 'no-such')).toMatchObject({ code: 2, stderr: expect.stringContaining("no runner token 'no-such'") });
  expect((await tokens('revoke', 'my-site')).stdout).toContain('my-site is revoked.');
  expect((await runner.ask()).status).toBe(401);
  const again = await tokens('create', 'my-site', '--challenge', 'toy-tagging', '--json');
  expect(CreatedRunnerToken.parse(JSON.parse(again.stdout))).toMatchObject({ name: 'my-site', trusted: false });
});

test('the time that runners spent is shown to organisers, and to nobody else', async () => {
  const ada = await newPerson(api, 'ada');
  const { id } = await submitNew(api, ada, { method: 'Net' });
  const platform = new TestRunner(api, platformToken, 'own');
  const inspecting = await platform.lease();
  await platform.inspect(inspecting);
  const startedAt = new Date('2026-01-01T00:00:00Z');
  await api.database.runnerLease.updateMany({ data: { startedAt, endedAt: new Date(startedAt.getTime() + 75_000) } });
  const { stdout } = await withToken(organiser, 'runner', 'time', '--challenge', 'toy-tagging');
  expect(stdout).toMatch(/toy-tagging +1 +1 min 15 s +– +–/);
  expect(stdout).toMatch(/ada +toy-tagging +1 +1 min 15 s/);
  expect(stdout).toMatch(new RegExp(`${id} +Net +ada +1 +1 min 15 s`));
  expect(RunnerTime.parse(JSON.parse((await withToken(organiser, 'runner', 'time', '--json')).stdout)).submissions).toHaveLength(1);
  expect((await withToken(ada, 'runner', 'time')).code).toBe(5);
});

test('whoever submitted reads where the submission waits', async () => {
  const bob = await newPerson(api, 'bob');
  const { id } = await submitNew(api, bob, { method: 'Waits' });
  await api.database.runner.updateMany({ data: { seenAt: new Date(Date.now() + 3600_000) } });
  const { stdout } = await withToken(bob, 'submission', id);
  expect(stdout).toMatch(
    /^Waits \(toy-tagging, development\)\nreceived\nWaiting \(inspect\)\.\nFor runners with a sandbox for models\. One is connected\.\n/,
  );
  await api.database.runner.deleteMany();
  for (;;) {
    const shown = await runCommand(api, home, ['submission', id]);
    if (shown.stdout.includes('No runner is connected.')) break;
  }
  expect((await withToken(await newPerson(api), 'submission', id)).stdout).not.toContain('Waiting');
});
