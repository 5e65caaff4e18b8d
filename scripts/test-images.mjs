#!/usr/bin/env node
// npm run test:images: the container starters that take too long for npm test, built and run on the public sample. Installs
// what it needs of Debian's packages; needs root for the builder and for the sandbox of containers.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';
import { buildStarters } from './build-starters.mjs';
import { ensureDebianPackages } from './debian-packages.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'unblind-images-'));
try {
  await build({ web: false });
  ensureDebianPackages(['builders', 'sandbox'], console.log);
  topTaggingStarters();
  await fairUniverseModel();
  console.log('A FAIR Universe Model class runs unchanged in a container.');
} finally {
  rmSync(folder, { recursive: true });
}

/** Built by buildah, saved as docker and podman save them, each judged, unpacked and run: all four give the same answers. */
function topTaggingStarters() {
  const starter = (language) => join(root, 'challenges/top-tagging/starter/container', language);
  const scores = buildStarters(folder, { python: starter('python'), c: starter('c') }).map(({ name, format, path, bytes }) => {
    const result = JSON.parse(run(join(root, 'packages/cli/bin/unblind.js'), 'evaluate', 'top-tagging', path, '--json'));
    const { metrics, usage, environment, deterministic } = result;
    assert.equal(deterministic, true);
    const size = `${(bytes / 1024 ** 2).toFixed(1)} MiB`;
    const [auc, seconds] = [metrics.auc.value, usage.wallSeconds.toFixed(2)];
    console.log(`${name}, ${format}-archive of ${size}: auc ${auc.toFixed(6)} in ${seconds} s in the ${environment.sandbox} sandbox`);
    return auc;
  });
  assert.ok(scores[0] > 0.8, `auc ${scores[0]}`);
  for (const auc of scores) assert.ok(Math.abs(auc - scores[0]) < 1e-6, `auc ${auc}, not ${scores[0]}`);
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
