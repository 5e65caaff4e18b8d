#!/usr/bin/env node
// npm run test:images: the container starters that take too long for npm test, built and run on the public sample. Needs Debian's
// python3-numpy and python3-pandas, and root for the sandbox of containers.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'unblind-images-'));
try {
  await build({ web: false });
  await fairUniverseModel();
  console.log('A FAIR Universe Model class runs unchanged in a container.');
} finally {
  rmSync(folder, { recursive: true });
}

async function fairUniverseModel() {
  const slug = 'higgsml-uncertainty';
  const { default: challenges } = await import('../challenges/dist/index.js');
  const generator = await challenges.loadGenerator(slug);
  const { splits } = await generator.generate({ seed: 1, sizes: { train: 28 }, directory: join(folder, 'data') });
  mkdirSync(join(folder, 'train'));
  for (const [name, { file }] of Object.entries({ ...splits.train.views, ...splits.train.truth }))
    copyFileSync(join(folder, 'data', file), join(folder, 'train', `${name}.npy`));
  const image = join(folder, 'fair.tar');
  run(join(root, 'challenges', slug, 'starter/container/build.mjs'), image, join(folder, 'train'));
  const { metrics, deterministic } = JSON.parse(run(join(root, 'packages/cli/bin/unblind.js'), 'evaluate', slug, image, '--json'));
  assert.equal(deterministic, true);
  // Honest intervals of a counting experiment, on 50 pseudo-experiments.
  assert.ok(metrics.coverage.value > 0.4 && metrics.coverage.value < 0.95, `coverage ${metrics.coverage.value}`);
  assert.ok(metrics.interval_width.value > 0.3 && metrics.interval_width.value < 1.2, `width ${metrics.interval_width.value}`);
}

function run(...args) {
  const env = { ...process.env, XDG_CACHE_HOME: join(folder, 'cache') };
  return execFileSync(process.execPath, args, { encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'inherit'] });
}
