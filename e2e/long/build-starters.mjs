// Container starters built by a real builder with no registry: buildah, in a folder of its own, on a base image that is made here
// of Debian's packages under the name that the Containerfiles start from. Needs root, buildah, mmdebstrap and Debian's archive.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const base = 'docker.io/library/debian:12-slim';
const left = ['usr/share/doc', 'usr/share/man', 'usr/share/locale'];

/** Both formats of each Containerfile's image: [{ name, format, path, bytes }]. */
export function buildStarters(work, containerfiles) {
  const buildah = (...args) => {
    // Without a daemon, a mount or a runtime: `chroot` and `vfs` work in a container too.
    const store = ['--root', join(work, 'store'), '--runroot', join(work, 'run'), '--storage-driver', 'vfs'];
    return quietly('buildah', [...store, ...args]);
  };
  const build = (tag, folder) => buildah('build', '--isolation', 'chroot', '--pull-never', '--tag', tag, folder);
  buildBase(join(work, 'base'), build);
  return Object.entries(containerfiles).flatMap(([name, folder]) => {
    build(name, folder);
    return ['docker', 'oci'].map((format) => {
      const path = join(work, `${name}-${format}.tar`);
      buildah('push', name, `${format}-archive:${path}`);
      return { name, format, path, bytes: statSync(path).size };
    });
  });
}

function buildBase(folder, build) {
  mkdirSync(folder, { recursive: true });
  const archive = join(folder, 'base.tar');
  // As the published image has it: no devices, no documentation.
  const slim = ['--skip=output/dev', ...left.map((path) => `--dpkgopt=path-exclude=/${path}/*`)];
  if (!existsSync(archive)) quietly('mmdebstrap', ['--variant=apt', '--mode=root', ...slim, 'bookworm', archive]);
  writeFileSync(join(folder, 'Containerfile'), 'FROM scratch\nADD base.tar /\nCMD ["bash"]\n');
  build(base, folder);
}

function quietly(program, args) {
  try {
    return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 64 * 1024 ** 2 });
  } catch (error) {
    throw new Error(`${program} ${args.join(' ')} failed: ${String(error.stderr ?? error.message).slice(-2000)}`, { cause: error });
  }
}
