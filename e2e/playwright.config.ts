import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { defineConfig } from '@playwright/test';
import { smallChallenges } from './small-challenges';

const root = resolve(__dirname, '..');
export const port = 3987;
// Workers load this file too: the folders are made once and handed down.
process.env.E2E_HOME ??= mkdtempSync(join(tmpdir(), 'unblind-e2e-'));
process.env.E2E_CHALLENGES ??= smallChallenges(join(process.env.E2E_HOME, 'challenges'));
const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync);

export default defineConfig({
  testDir: 'tests',
  outputDir: join(root, 'test-results'),
  workers: 1,
  timeout: 180_000,
  expect: { timeout: 20_000 },
  reporter: process.env.E2E_REPORT ? [['list'], ['json', { outputFile: process.env.E2E_REPORT }]] : [['list']],
  use: {
    baseURL: `http://localhost:${port}`,
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: chromium,
      args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    },
  },
  webServer: {
    command: `node infra/embedded/dist/main.js --home ${process.env.E2E_HOME} --port ${port}`,
    cwd: root,
    env: { CHALLENGES_DIR: process.env.E2E_CHALLENGES },
    url: `http://localhost:${port}/api/v1/health/ready`,
    timeout: 240_000,
    stdout: 'pipe',
    gracefulShutdown: { signal: 'SIGINT', timeout: 20_000 },
  },
});
