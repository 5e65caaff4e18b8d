import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from '@playwright/test';
import { fixturePath, fixturesAbsent, hasFixtures } from '@unblind/testing';
import { port } from '../playwright.config';

const root = resolve(__dirname, '../..');
const cli = join(root, 'packages/cli/bin/unblind.js');
const url = `http://localhost:${port}`;

test.describe.serial('the command line', () => {
  const config = mkdtempSync(join(tmpdir(), 'unblind-cli-'));
  const env = { PATH: process.env.PATH ?? '', HOME: config, XDG_CONFIG_HOME: config, UNBLIND_URL: url };
  const unblind = (args: string[], input = '') => spawnSync(process.execPath, [cli, ...args], { env, input, encoding: 'utf8' });

  test('signs in with a password that it forgets, and keeps a token', async ({ request }) => {
    const person = { handle: 'shell-user', email: 'shell@example.org', name: 'Shell user', password: 'a long enough password' };
    expect((await request.post(`${url}/api/v1/accounts/sign-up`, { data: person, headers: { origin: url } })).ok()).toBe(true);
    const login = unblind(['login', '--user', 'shell-user', '--password-stdin', '--json'], person.password);
    expect(login.stderr).toBe('');
    expect(JSON.parse(login.stdout)).toMatchObject({ handle: 'shell-user', url });
    const { file } = JSON.parse(login.stdout) as { file: string };
    expect(readFileSync(file, 'utf8')).not.toContain(person.password);
    expect(statSync(file).mode & 0o077).toBe(0);
  });

  const published = 'onnx/hep-tracking/MLAmbiguityResolutionDemo.onnx';
  const foreign = fixturePath(published);
  test('submits a model that this project did not write, waits, and sees its score', () => {
    test.skip(!hasFixtures([published]), fixturesAbsent);
    const submitted = unblind(['submit', 'top-tagging', foreign, '--method', 'Somebody else’s network', '--wait', '--json']);
    expect(submitted.stderr).toBe('');
    expect(submitted.status).toBe(0);
    const { submission } = JSON.parse(submitted.stdout) as { submission: { evaluation: { state: string; metrics: { name: string }[] } } };
    expect(submission.evaluation.state).toBe('scored');
    expect(submission.evaluation.metrics.map(({ name }) => name)).toContain('auc');
    const board = JSON.parse(unblind(['leaderboard', 'top-tagging', '--board', 'auc', '--json']).stdout) as { rows: { method: string }[] };
    expect(board.rows.map(({ method }) => method)).toContain('Somebody else’s network');
    const again = unblind(['submit', 'top-tagging', foreign]);
    expect([again.status, again.stderr]).toEqual([3, expect.stringContaining('You submitted identical content')]);
  });

  test('refuses what does not fit with exit code 3 and a fix, before anything is sent', () => {
    const wrong = join(root, 'package.json');
    const { status, stderr } = unblind(['submit', 'top-tagging', wrong]);
    expect(status).toBe(3);
    expect(stderr).toContain('to fix:');
  });

  test('tells a platform that is away from a mistake of the participant', () => {
    const { status, stderr } = spawnSync(process.execPath, [cli, 'challenges'], {
      env: { ...env, UNBLIND_URL: 'http://localhost:9' },
      encoding: 'utf8',
    });
    expect(status).toBe(4);
    expect(stderr).toContain('cannot be reached');
  });
});
