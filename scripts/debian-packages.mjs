// What the platform and its tests call that npm does not hold: each command or path with the Debian package that brings it.
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, resolve } from 'node:path';

const groups = {
  builders: {
    buildah: 'buildah',
    mmdebstrap: 'mmdebstrap',
    '/usr/lib/python3/dist-packages/numpy': 'python3-numpy',
    '/usr/lib/python3/dist-packages/pandas': 'python3-pandas',
  },
  emulator: { 'qemu-system-x86_64': 'qemu-system-x86', busybox: 'busybox-static' },
  sandbox: { bwrap: 'bubblewrap', runc: 'runc', setpriv: 'util-linux', prlimit: 'util-linux' },
  tests: {
    // The second runtime, so that both are tried.
    crun: 'crun',
    'redis-server': 'redis-server',
    chromium: 'chromium',
    radosgw: 'radosgw',
    'ceph-mon': 'ceph-mon',
    'ceph-osd': 'ceph-osd',
    ceph: 'ceph-common',
  },
};

const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];

/** A command of the path, or a file by its path. */
export function isInstalled(command) {
  return folders.some((folder) => {
    try {
      accessSync(resolve(folder, command), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Installs as root; otherwise names the one command to type and goes on: what needs it says so itself. */
export function ensureDebianPackages(wanted, say) {
  const commands = Object.assign({}, ...wanted.map((group) => groups[group]));
  const missing = [...new Set(Object.entries(commands).flatMap(([command, name]) => (isInstalled(command) ? [] : [name])))];
  if (missing.length === 0) return;
  const install = ['apt-get', 'install', '-y', '--no-install-recommends', ...missing];
  if (process.getuid?.() !== 0 || !isInstalled('apt-get')) {
    say(`Missing from this system: ${missing.join(', ')}. To install: sudo ${install.join(' ')}`);
    return;
  }
  say(`Installing Debian packages: ${missing.join(', ')}.`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (args) => spawnSync('apt-get', ['-qq', ...args], { env, encoding: 'utf8' });
  apt(['update']);
  const { status, stderr } = apt(install.slice(1));
  if (status !== 0) say(`That failed; going on without. To try by hand: ${install.join(' ')}\n${stderr.split('\n').slice(-4).join('\n')}`);
}
