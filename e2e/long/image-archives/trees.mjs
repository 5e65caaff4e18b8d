// One archive, unpacked here and by skopeo and umoci, as plain values that can be compared.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { lstatSync, readFileSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Made for every container; they hold nothing of the image. */
const mounts = ['dev', 'input', 'output', 'proc', 'tmp'];

/** Each path with what it is; times, owners and set-uid bits are not kept here, and modes are runnable or not. */
function treeOf(root, at = '', tree = {}) {
  for (const name of readdirSync(join(root, at))) {
    const path = join(at, name);
    const about = lstatSync(join(root, path));
    if (about.isDirectory()) {
      tree[path] = 'folder';
      treeOf(root, path, tree);
    } else if (about.isSymbolicLink()) tree[path] = `link to ${readlinkSync(join(root, path))}`;
    else {
      const digest = createHash('sha256')
        .update(readFileSync(join(root, path)))
        .digest('hex');
      tree[path] = `${(about.mode & 0o111) === 0 ? 'file' : 'program'} ${digest}`;
    }
  }
  return tree;
}

function emptied(...folders) {
  for (const old of folders) rmSync(old, { recursive: true, force: true });
  return folders;
}

/** By skopeo and umoci: `refused` is the last line of what they say. */
export async function there(folder, { path, kind }) {
  const [layout, bundle] = emptied(join(folder, 'layout'), join(folder, 'bundle'));
  const reference = kind === 'oci-archive' ? ':a' : '';
  const steps = [
    ['skopeo', '--insecure-policy', 'copy', '-q', `${kind}:${path}${reference}`, `oci:${layout}:a`],
    ['umoci', 'unpack', '--image', `${layout}:a`, bundle],
  ];
  for (const [tool, ...args] of steps) {
    const said = await new Promise((done) => execFile(tool, args, (error, _out, stderr) => done(error && stderr)));
    if (said !== null) return { refused: `${tool}: ${said.trim().split('\n').at(-1)}` };
  }
  const { process: started } = JSON.parse(readFileSync(join(bundle, 'config.json'), 'utf8'));
  const environment = Object.fromEntries(started.env.map((text) => [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)]));
  return { root: join(bundle, 'rootfs'), command: started.args, workingDirectory: started.cwd, environment };
}

/** By this project: `refused` is its message. */
export async function here(folder, { path }, unpackImage) {
  const [root] = emptied(join(folder, 'root'));
  try {
    const { command, workingDirectory, environment } = await unpackImage(path, root, { unpackedBytes: 2 ** 28, entries: 10_000 });
    return { root, command, workingDirectory, environment };
  } catch (error) {
    if (!error.detail) throw error;
    return { refused: error.detail.message };
  }
}

/** Without what either side makes of its own: mount points, the working directory that the image lacks, umoci's variables. */
export function comparable(ours, theirs) {
  const parts = ours.workingDirectory.split('/').filter(Boolean);
  const own = [...mounts, ...parts.map((_, at) => parts.slice(0, at + 1).join('/'))];
  const plain = (path) => (path.length > 1 ? path.replace(/\/$/, '') : path);
  const expected = treeOf(theirs.root);
  const of = ({ root, command, workingDirectory, environment }) => ({
    tree: Object.fromEntries(Object.entries(treeOf(root)).filter(([path]) => expected[path] !== undefined || !own.includes(path))),
    command,
    workingDirectory: plain(workingDirectory),
    environment: Object.fromEntries(Object.entries(environment).filter(([name]) => ours.environment[name] !== undefined)),
  });
  return [of(ours), of(theirs)];
}
