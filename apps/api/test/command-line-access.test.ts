import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { startTestApi } from './api';
import type { TestApi } from './api';
import { runCommand } from './command-line';
import { newPerson, root } from './people';

const home = mkdtempSync(join(tmpdir(), 'unblind-cli-'));

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(async () => {
  await api.stop();
  rmSync(home, { recursive: true });
});

const Stored = z.object({ file: z.string() });

const unblind = (args: string[], input = '') => runCommand(api, home, args, input);

test('logout --everywhere ends the sessions and tokens of whoever knows the password, and of nobody else', async () => {
  const { agent, password } = await newPerson(api, 'leaving');
  const login = ['login', '--user', 'leaving', '--password-stdin', '--json'];
  const { file } = Stored.parse(JSON.parse((await unblind(login, password)).stdout));
  expect((await unblind(['submissions'])).code).toBe(0);
  const everywhere = ['logout', '--everywhere', '--user', 'leaving', '--password-stdin'];
  expect(await unblind(everywhere, 'not the password')).toMatchObject({ code: 5, stderr: expect.stringContaining('login and password') });
  expect((await unblind(['submissions'])).code).toBe(0);
  expect((await unblind(everywhere, password)).stdout).toContain('all your API tokens are revoked');
  expect((await agent.get(`${root}/accounts/me`)).status).toBe(401);
  expect(await api.database.apiToken.count({ where: { user: { handle: 'leaving' }, revokedAt: null } })).toBe(0);
  expect(existsSync(file)).toBe(false);
  expect((await unblind(['submissions'])).code).toBe(5);
});

test('logout forgets the stored token, and says that it is still valid', async () => {
  const { password } = await newPerson(api, 'pausing');
  const { file } = Stored.parse(JSON.parse((await unblind(['login', '--user', 'pausing', '--password-stdin', '--json'], password)).stdout));
  expect((await unblind(['logout'])).stdout).toMatch(/Removed .*config\.json\.\nA token stays valid until it is revoked/);
  expect(existsSync(file)).toBe(false);
  expect((await unblind(['logout'])).stdout).toContain('No token is stored here.');
});
