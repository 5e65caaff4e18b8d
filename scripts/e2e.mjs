#!/usr/bin/env node
// The end-to-end tests in a browser; Playwright starts a platform of its own (see e2e/playwright.config.ts).
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const playwright = join(root, 'node_modules/.bin/playwright');
const { status } = spawnSync(process.execPath, [playwright, 'test', '-c', 'e2e/playwright.config.ts', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
process.exit(status ?? 1);
