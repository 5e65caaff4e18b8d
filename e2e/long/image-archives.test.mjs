// Random image archives, unpacked here and by skopeo and umoci: the same tree and configuration, or a refusal that is expected.
// IMAGE_ARCHIVES says how many, IMAGE_SEED from which seed on.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { lstatSync, mkdtempSync, readFileSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const has = (tool) => spawnSync(tool, ['--version']).status === 0;
const missing = ['python3', 'skopeo', 'umoci'].filter((tool) => !has(tool));
const why =
  missing.length > 0 ? `not installed: ${missing.join(', ')}` : process.getuid() !== 0 ? 'umoci keeps owners, which needs root' : false;
const count = Number(process.env.IMAGE_ARCHIVES ?? 300);
const first = Number(process.env.IMAGE_SEED ?? 1001);
const folder = mkdtempSync(join(tmpdir(), 'unblind-image-archives-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Made for every container; they hold nothing of the image. */
const mounts = ['dev', 'input', 'output', 'proc', 'tmp'];

/** Refusals that are meant: what the layer asks for has no place in an image's tree, or another reader follows links here. */
const refusals = [
  /behind a symbolic link/,
  /inside what is a file/,
  /hard link (to what is not|in place of)/,
  /folder there, so it must be/,
];

/** Each path with what it is; times, owners and set-uid bits are not kept here, and modes are runnable or not. */
function treeOf(root, at = '', tree = {}) {
  for (const name of readdirSync(join(root, at))) {
    const path = join(at, name);
    const about = lstatSync(join(root, path));
    if (about.isDirectory()) {
      tree[path] = 'folder';
      treeOf(root, path, tree);
    } else if (about.isSymbolicLink()) tree[path] = `link to ${readlinkSync(join(root, path))}`;
    else
      tree[path] = `${(about.mode & 0o111) === 0 ? 'file' : 'program'} ${createHash('sha256')
        .update(readFileSync(join(root, path)))
        .digest('hex')}`;
  }
  return tree;
}

function byUmoci({ path, form }) {
  const [layout, bundle] = [join(folder, 'layout'), join(folder, 'bundle')];
  for (const old of [layout, bundle]) rmSync(old, { recursive: true, force: true });
  const source = form === 'docker-archive' ? `docker-archive:${path}` : `oci-archive:${path}`;
  const run = (tool, ...args) => spawnSync(tool, args, { encoding: 'utf8' });
  const copied = run('skopeo', '--insecure-policy', 'copy', '-q', source, `oci:${layout}:a`);
  const unpacked = copied.status === 0 ? run('umoci', 'unpack', '--image', `${layout}:a`, bundle) : copied;
  if (unpacked.status !== 0) return { error: unpacked.stderr };
  const { process: started } = JSON.parse(readFileSync(join(bundle, 'config.json'), 'utf8'));
  return { tree: treeOf(join(bundle, 'rootfs')), command: started.args, workingDirectory: started.cwd };
}

async function here({ path }, unpackImage) {
  const root = join(folder, 'root');
  rmSync(root, { recursive: true, force: true });
  try {
    const { command, workingDirectory } = await unpackImage(path, root, { unpackedBytes: 2 ** 28, entries: 10_000 });
    return { tree: treeOf(root), command, workingDirectory };
  } catch (error) {
    if (!error.detail) throw error;
    return { refused: error.detail.message };
  }
}

/** What of the platform's own is in a tree: mount points, and the working directory that the image lacks. */
function withoutOwn(tree, workingDirectory, other) {
  const own = [
    ...mounts,
    ...workingDirectory
      .slice(1)
      .split('/')
      .map((_, at, parts) => parts.slice(0, at + 1).join('/')),
  ];
  return Object.fromEntries(Object.entries(tree).filter(([path]) => other[path] !== undefined || !own.includes(path)));
}

test('random archives give the trees and commands that umoci gives, or a refusal that is meant', { skip: why }, async (context) => {
  const { build } = await import('../../scripts/build.mjs');
  await build({ web: false });
  const { unpackImage } = require(fileURLToPath(new URL('../../packages/sandbox/dist/index.js', import.meta.url)));
  const maker = fileURLToPath(new URL('make-image-archives.py', import.meta.url));
  const counts = { same: 0, refused: 0, both: 0 };
  for (let at = first; at < first + count; at += 100) {
    const made = execFileSync('python3', [maker, folder, String(at), String(Math.min(100, first + count - at))], { encoding: 'utf8' });
    for (const archive of made
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))) {
      const [ours, theirs] = [await here(archive, unpackImage), byUmoci(archive)];
      if (ours.refused) {
        assert.ok(theirs.error || refusals.some((meant) => meant.test(ours.refused)), `seed ${archive.seed}: ${ours.refused}`);
        counts[theirs.error ? 'both' : 'refused']++;
      } else {
        assert.equal(theirs.error, undefined, `seed ${archive.seed}: umoci refuses it`);
        const { tree, ...run } = ours;
        assert.deepEqual({ ...run, tree: withoutOwn(tree, run.workingDirectory, theirs.tree) }, theirs, `seed ${archive.seed}`);
        counts.same++;
      }
      rmSync(archive.path);
    }
  }
  context.diagnostic(`${count} archives: ${counts.same} alike, ${counts.refused} refused as meant, ${counts.both} refused by both`);
});
