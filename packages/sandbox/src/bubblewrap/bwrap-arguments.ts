import { existsSync, lstatSync, readlinkSync } from 'node:fs';
import type { SandboxMount, SandboxSpec } from '../port';
import { profile } from '../profile';
import { seccompDescriptor, statusDescriptor } from './launcher';

interface Options {
  bwrap: string;
  /** From 0.8 on bubblewrap can also switch off further user namespaces; the seccomp filter forbids them anyway. */
  canDisableUserNamespaces: boolean;
  /** Without a cgroup nothing counts what is written to a tmpfs or how many inodes it holds. */
  writableTmp: boolean;
}

/** The profile and one run's mounts as bubblewrap's command line. */
export function bwrapCommand(spec: SandboxSpec, mounts: readonly SandboxMount[], options: Options): string[] {
  const { writableTmp } = options;
  return [
    options.bwrap,
    ...['--unshare-all', '--unshare-user', '--uid', String(profile.insideUid), '--gid', String(profile.insideUid)],
    ...(options.canDisableUserNamespaces ? ['--disable-userns', '--assert-userns-disabled'] : []),
    // As process 1 the command has no bubblewrap beside it whose environment it could read.
    ...['--as-pid-1', '--die-with-parent', '--new-session', '--hostname', profile.hostname, '--clearenv'],
    ...Object.entries(profile.environment).flatMap(([name, value]) => ['--setenv', name, value]),
    ...systemFolders(),
    ...['--proc', '/proc', '--dev', '/dev'],
    ...(writableTmp
      ? ['--size', String(spec.limits.tmpBytes), '--tmpfs', '/tmp', '--size', String(profile.shmBytes), '--tmpfs', '/dev/shm']
      : ['--dir', '/tmp']),
    ...mounts.flatMap(({ source, target }) => ['--ro-bind', source, target]),
    ...['--remount-ro', '/dev', '--remount-ro', '/', '--chdir', '/'],
    ...['--seccomp', String(seccompDescriptor), '--json-status-fd', String(statusDescriptor)],
    '--',
    ...spec.command,
  ];
}

/** /usr and what leads into it; of /etc only what the dynamic linker and OpenSSL read. */
function systemFolders(): string[] {
  const links = ['/bin', '/sbin', '/lib', '/lib32', '/lib64'].filter((path) => existsSync(path));
  const files = ['/etc/ld.so.cache', '/etc/ssl/openssl.cnf', '/etc/alternatives'].filter((path) => existsSync(path));
  return [
    ...['--ro-bind', '/usr', '/usr'],
    ...links.flatMap((path) => (lstatSync(path).isSymbolicLink() ? ['--symlink', readlinkSync(path), path] : ['--ro-bind', path, path])),
    ...files.flatMap((path) => ['--ro-bind', path, path]),
  ];
}
