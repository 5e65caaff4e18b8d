import type { Staged } from '../linux/staging';
import { systemFolders } from '../linux/system-folders';
import type { SandboxSpec } from '../port';
import { environmentOf, profile } from '../profile';
import { seccompDescriptor, statusDescriptor } from '../linux/launcher';

interface Options {
  bwrap: string;
  /** bubblewrap 0.8 and newer can disable nested user namespaces; the seccomp filter forbids them anyway. */
  canDisableUserNamespaces: boolean;
  /** False without a cgroup, because then nothing limits the bytes and inodes of a tmpfs. */
  writableTmp: boolean;
}

/** bubblewrap's command line for the profile and the mounts of one run. */
export function bwrapCommand(spec: SandboxSpec, { mounts, root, output }: Omit<Staged, 'steps'>, options: Options): string[] {
  const { writableTmp } = options;
  return [
    [options.bwrap, '--unshare-all', '--unshare-user', '--uid', String(profile.insideUid), '--gid', String(profile.insideUid)],
    options.canDisableUserNamespaces ? ['--disable-userns', '--assert-userns-disabled'] : [],
    // With the command as process 1 there is no bubblewrap process whose environment the command could read.
    ['--as-pid-1', '--die-with-parent', '--new-session', '--hostname', profile.hostname, '--clearenv'],
    Object.entries(environmentOf(spec)).flatMap(([name, value]) => ['--setenv', name, value]),
    root === null ? systemArguments() : ['--ro-bind', root, '/'],
    ['--proc', '/proc', '--dev', '/dev'],
    (spec.gpu?.devices ?? []).flatMap(({ source, target }) => ['--dev-bind', source, target]),
    writableTmp
      ? ['--size', String(spec.limits.tmpBytes), '--tmpfs', '/tmp', '--size', String(profile.shmBytes), '--tmpfs', '/dev/shm']
      : ['--dir', '/tmp'],
    mounts.flatMap(({ source, target }) => ['--ro-bind', source, target]),
    output === null ? [] : ['--bind', output, '/output'],
    ['--remount-ro', '/dev', '--remount-ro', '/', '--chdir', spec.image?.workingDirectory ?? '/'],
    ['--seccomp', String(seccompDescriptor), '--json-status-fd', String(statusDescriptor)],
    ['--', ...spec.command],
  ].flat();
}

function systemArguments(): string[] {
  const { mounts, links } = systemFolders();
  return [
    ...links.flatMap(({ to, at }) => ['--symlink', to, at]),
    ...mounts.flatMap(({ source, target }) => ['--ro-bind', source, target]),
  ];
}
