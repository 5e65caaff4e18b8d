#!/usr/bin/env node
// Needs nothing but Node: installs what is missing, builds what changed, then starts, tests or drives the platform.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureDebianPackages } from './debian-packages.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const [command = 'start', ...args] = process.argv.slice(2);
const say = (text) => console.log(`  ${text}`);

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`Unblind needs Node 20.19 or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

/** `npm ci` when the lockfile is not the one that node_modules was made from. */
function ensureNpmPackages() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const stamp = join(root, 'node_modules/.unblind-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  say('Installing the npm packages of the lockfile; the first time takes some minutes.');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, stdio: 'inherit' });
  if (status !== 0) {
    console.error('npm ci failed; see its message above. With a network to the npm registry, run the command again.');
    process.exit(status ?? 1);
  }
  writeFileSync(stamp, lock);
}

requireNode();
ensureNpmPackages();
const debianPackages = { start: ['sandbox'], 'test-long': ['sandbox', 'builders', 'emulator', 'site'] };
ensureDebianPackages(debianPackages[command] ?? ['sandbox', 'tests'], say);
const { build } = await import('./build.mjs');
await build({ web: command !== 'test-long', log: say });

const scripts = {
  start: 'infra/embedded/dist/main.js',
  test: 'scripts/test.mjs',
  'test-long': 'scripts/test-long.mjs',
  e2e: 'scripts/e2e.mjs',
};
if (command === 'start') {
  // Runs in this process, so that signals need not be passed to a child.
  process.argv.splice(1, 2, join(root, scripts.start));
  await import(join(root, scripts.start));
} else {
  const { status } = spawnSync(process.execPath, [join(root, scripts[command]), ...args], { cwd: root, stdio: 'inherit' });
  process.exit(status ?? 1);
}
