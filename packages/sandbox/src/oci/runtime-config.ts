import type { SandboxMount, SandboxSpec } from '../port';
import { environmentOf, profile } from '../profile';
import type { Cgroup } from '../linux/cgroup';
import { lockedOptions } from '../linux/mount-info';
import type { Staged } from '../linux/staging';
import { deviceMounts, deviceRules } from './gpu-devices';
import { ociSeccomp } from './oci-seccomp';
import type { Runtime } from './runtimes';

interface Parts {
  runtime: Runtime;
  spec: SandboxSpec;
  cgroup: Cgroup;
  staged: Pick<Staged, 'mounts' | 'output'>;
  /** The root file system. */
  root: string;
}

/** The runtime's config.json for the profile and one run. The limits are already set on the control group. */
export function runtimeConfig({ runtime, spec, cgroup, staged, root }: Parts): unknown {
  const ids = [
    // The runtime builds the sandbox as root of a user namespace, which is nobody on the host.
    { containerID: 0, hostID: profile.builderUid, size: 1 },
    { containerID: profile.insideUid, hostID: profile.hostUid, size: 1 },
  ];
  return {
    ociVersion: '1.0.2',
    hostname: profile.hostname,
    root: { path: root, readonly: true },
    process: {
      terminal: false,
      user: { uid: profile.insideUid, gid: profile.insideUid, additionalGids: [] },
      args: spec.command,
      env: Object.entries(environmentOf(spec)).map(([name, value]) => `${name}=${value}`),
      cwd: spec.image?.workingDirectory ?? '/',
      noNewPrivileges: true,
      capabilities: { bounding: [], effective: [], inheritable: [], permitted: [], ambient: [] },
      rlimits: rlimits(spec, runtime),
    },
    mounts: mounts(spec, staged),
    linux: {
      cgroupsPath: cgroup.path,
      resources: { devices: [{ allow: false, access: 'rwm' }, ...deviceRules(spec.gpu)] },
      namespaces: ['pid', 'network', 'ipc', 'uts', 'mount', 'user', 'cgroup'].map((type) => ({ type })),
      uidMappings: ids,
      gidMappings: ids,
      maskedPaths: masked.map((name) => `/proc/${name}`),
      readonlyPaths: ['bus', 'fs', 'irq', 'sys', 'sysrq-trigger'].map((name) => `/proc/${name}`),
      seccomp: ociSeccomp(runtime.refusal, { gpu: spec.gpu !== undefined }),
    },
  };
}

const masked = [
  'acpi',
  'asound',
  'interrupts',
  'kallsyms',
  'kcore',
  'keys',
  'latency_stats',
  'sched_debug',
  'scsi',
  'timer_list',
  'timer_stats',
];

function rlimits({ limits }: SandboxSpec, { hostProcesses }: Runtime): { type: string; hard: number; soft: number }[] {
  const values = {
    ...profile.rlimits,
    fsize: limits.tmpBytes,
    cpu: Math.ceil(limits.cpuSeconds) + 5,
    // Linux counts a user's processes on the whole host, where all containers share one user; gVisor's kernel counts per container.
    ...(hostProcesses ? { nproc: limits.processes } : {}),
  };
  return Object.entries(values).map(([name, value]) => ({
    type: `RLIMIT_${name.toUpperCase()}`,
    hard: Math.floor(value),
    soft: Math.floor(value),
  }));
}

function mounts({ limits, gpu }: SandboxSpec, staged: Pick<Staged, 'mounts' | 'output'>): unknown[] {
  const bounded = (bytes: number, inodes: number): string[] => ['nosuid', 'nodev', `size=${Math.floor(bytes)}`, `nr_inodes=${inodes}`];
  const tmpfs = (destination: string, options: string[]) => ({ destination, type: 'tmpfs', source: 'tmpfs', options });
  const bind = ({ source, target }: SandboxMount, access: 'ro' | 'rw') => ({
    destination: target,
    type: 'bind',
    source,
    options: [...new Set(['bind', access, 'nosuid', 'nodev', 'rprivate', ...(target === '/output' ? ['noexec'] : lockedOptions(source))])],
  });
  return [
    { destination: '/proc', type: 'proc', source: 'proc', options: ['nosuid', 'noexec', 'nodev'] },
    tmpfs('/dev', [...bounded(65_536, 64), 'noexec', 'mode=755']),
    ...deviceMounts(gpu),
    tmpfs('/dev/shm', [...bounded(profile.shmBytes, profile.shmInodes), 'noexec', 'mode=1777']),
    tmpfs('/tmp', [...bounded(limits.tmpBytes, profile.inodes), 'mode=1777']),
    ...staged.mounts.map((mount) => bind(mount, 'ro')),
    ...(staged.output === null ? [] : [bind({ source: staged.output, target: '/output' }, 'rw')]),
  ];
}
