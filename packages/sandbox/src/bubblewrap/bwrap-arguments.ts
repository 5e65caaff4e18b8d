import type { Bounds } from '../linux/bounds';
import type { Staged } from '../linux/staging';
import { systemFolders } from '../linux/system-folders';
import type { SandboxSpec } from '../port';
import { environmentOf, profile } from '../profile';
import { seccompDescriptor, statusDescriptor } from '../linux/launcher';

interface Options {
  bwrap: string;
  /** bubblewrap 0.8 and newer can disable nested user namespaces; the seccomp filter forbids them anyway. */
  canDisableUserNamespaces: boolean;
  bounds: Bounds;
}

/** bubblewrap's command line for the profile and the mounts of one run. */
export function bwrapCommand(spec: SandboxSpec, { mounts, root, output, scratch }: Omit<Staged, 'steps'>, options: Options): string[] {
  const { bounds } = options;
  return [
    [options.bwrap, '--unshare-all', '--unshare-user', '--uid', String(profile.insideUid), '--gid', String(profile.insideUid)],
    options.canDisableUserNamespaces ? ['--disable-userns', '--assert-userns-disabled'] : [],
    // With the command as process 1 there is no bubblewrap process whose environment the command could read.
    ['--as-pid-1', '--die-with-parent', '--new-session', '--hostname', profile.hostname, '--clearenv'],
    Object.entries(environmentOf(spec)).flatMap(([name, value]) => ['--setenv', name, value]),
    root === null ? systemArguments() : ['--ro-bind', root, '/'],
    ['--proc', '/proc', '--dev', '/dev'],
    (spec.gpu?.devices ?? []).flatMap(({ source, target }) => ['--dev-bind', source, target]),
    // Shared mappings of /dev/zero are memory that outlasts them.
    bounds === 'group' ? [] : ['--dev-bind', '/dev/null', '/dev/zero'],
    temporaryFolders(spec, scratch, bounds),
    mounts.flatMap(({ source, target }) => ['--ro-bind', source, target]),
    output === null ? [] : ['--bind', output, '/output'],
    ['--remount-ro', '/dev', '--remount-ro', '/', '--chdir', spec.image?.workingDirectory ?? '/'],
    ['--seccomp', String(seccompDescriptor), '--json-status-fd', String(statusDescriptor)],
    ['--', ...spec.command],
  ].flat();
}

/** Outside of a control group nothing limits the number of files in a tmpfs that bubblewrap makes. */
function temporaryFolders({ limits }: SandboxSpec, scratch: Staged['scratch'], bounds: Bounds): string[] {
  if (scratch !== null) return ['--bind', scratch.tmp, '/tmp', '--bind', scratch.shm, '/dev/shm'];
  if (bounds !== 'group') return ['--dir', '/tmp'];
  return ['--size', String(limits.tmpBytes), '--tmpfs', '/tmp', '--size', String(profile.shmBytes), '--tmpfs', '/dev/shm'];
}

function systemArguments(): string[] {
  const { mounts, links } = systemFolders();
  return [
    ...links.flatMap(({ to, at }) => ['--symlink', to, at]),
    ...mounts.flatMap(({ source, target }) => ['--ro-bind', source, target]),
  ];
}
