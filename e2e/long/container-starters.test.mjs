// The container starters, built as a participant builds them and run on the public sample.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import challenges from '../../challenges/dist/index.js';
import { isInstalled } from '../../scripts/debian-packages.mjs';
import { buildStarters } from './build-starters.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'unblind-images-'));
after(() => rmSync(folder, { recursive: true }));

const isRoot = process.getuid() === 0;
const builder = ['buildah', 'mmdebstrap'].find((program) => !isInstalled(program));
const noBuilder = !isRoot ? 'building images here needs root' : builder && `${builder} is not installed`;
/** What apt says. */
const archiveIsAway = /Failed to fetch|Could not resolve|Could not connect/;
const python = ['numpy', 'pandas'].find((name) => !isInstalled(`/usr/lib/python3/dist-packages/${name}`));
const noPython = !isRoot ? 'the sandbox of containers needs root' : python && `python3-${python} is not installed`;

test("top tagging's starters, built by buildah and saved in both formats, give the same answers", { skip: noBuilder }, (t) => {
  const starter = (language) => join(root, 'challenges/top-tagging/starter/container', language);
  let images;
  try {
    images = buildStarters(folder, { python: starter('python'), c: starter('c') });
  } catch (error) {
    if (!archiveIsAway.test(error.message)) throw error;
    return t.skip("Debian's archive cannot be reached");
  }
  const scores = images.map(({ name, format, path, bytes }) => {
    const { metrics, usage, environment, deterministic } = evaluate('top-tagging', path);
    assert.equal(deterministic, true);
    const size = `${(bytes / 1024 ** 2).toFixed(1)} MiB`;
    const [auc, seconds] = [metrics.auc.value, usage.wallSeconds.toFixed(2)];
    t.diagnostic(`${name}, ${format}-archive of ${size}: auc ${auc.toFixed(6)} in ${seconds} s in the ${environment.sandbox} sandbox`);
    return auc;
  });
  assert.ok(scores[0] > 0.8, `auc ${scores[0]}`);
  for (const auc of scores) assert.ok(Math.abs(auc - scores[0]) < 1e-6, `auc ${auc}, not ${scores[0]}`);
});

test('a FAIR Universe Model class runs unchanged in a container', { skip: noPython }, async () => {
  const slug = 'higgsml-uncertainty';
  const generator = await challenges.loadGenerator(slug);
  const { splits } = await generator.generate({ seed: 1, sizes: { train: 28 }, directory: join(folder, 'data') });
  mkdirSync(join(folder, 'train'));
  for (const [name, { file }] of Object.entries({ ...splits.train.views, ...splits.train.truth }))
    copyFileSync(join(folder, 'data', file), join(folder, 'train', `${name}.npy`));
  const image = join(folder, 'fair.tar');
  run(join(root, 'challenges', slug, 'starter/container/build.mjs'), image, join(folder, 'train'));
  const { metrics, deterministic } = evaluate(slug, image);
  assert.equal(deterministic, true);
  // Honest intervals of a counting experiment, on 50 pseudo-experiments.
  assert.ok(metrics.coverage.value > 0.4 && metrics.coverage.value < 0.95, `coverage ${metrics.coverage.value}`);
  assert.ok(metrics.interval_width.value > 0.3 && metrics.interval_width.value < 1.2, `width ${metrics.interval_width.value}`);
});

const evaluate = (slug, file) => JSON.parse(run(join(root, 'packages/cli/bin/unblind.js'), 'evaluate', slug, file, '--json'));

function run(...args) {
  const env = { ...process.env, XDG_CACHE_HOME: join(folder, 'cache') };
  return execFileSync(process.execPath, args, { encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'inherit'] });
}
