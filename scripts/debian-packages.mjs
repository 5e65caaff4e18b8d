// The commands and files that the platform and its tests need and npm does not provide, each with its Debian package.
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
  site: { nft: 'nftables', ip: 'iproute2', openssl: 'openssl' },
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

/** Takes the name of a command in PATH, or the path of a file. */
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

/** Installs the packages if run as root; otherwise prints the command to type and continues. */
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
  if (status !== 0)
    say(
      `Installing failed; continuing without these packages. To try by hand: ${install.join(' ')}\n${stderr.split('\n').slice(-4).join('\n')}`,
    );
}
