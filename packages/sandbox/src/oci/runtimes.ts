import type { SandboxLimits } from '../port';
import { errno } from '../linux/seccomp';

export const runtimeNames = ['crun', 'runc', 'runsc'] as const;
export type RuntimeName = (typeof runtimeNames)[number];

/** In what the runtimes differ that are asked for one and the same sandbox. */
export interface Runtime {
  /** Chosen without being asked for? */
  byItself: boolean;
  /** What `--version` prints, and the oldest that is taken. */
  version: RegExp;
  oldest: readonly number[];
  /** How to get a newer one. */
  update: string;
  /** Does it let a container see a card? */
  showsGpus: boolean;
  /** Beside where its records are. */
  flags(logFile: string): string[];
  runFlags: readonly string[];
  /**
   * Who puts the container into the control group of the run, and leaves that group for reading what was used: the runtime, or the
   * launcher, which the runtime is then started by inside the group and told to leave groups alone.
   */
  joins: 'runtime' | 'launcher';
  /** Hidden from the runtime, where it is there. */
  covers: readonly string[];
  /** What makes its filter answer ENOSYS. */
  refusal: { defaultAction: string; defaultErrnoRet?: number };
  /** Where the kernel inside counts processes, and not the control group: what the group may then hold. */
  hostProcesses?(limits: SandboxLimits): number;
}

export const runtimes: Readonly<Record<RuntimeName, Runtime>> = {
  /** Starts fastest. Its own groups it would remove with what was used, and in a hybrid hierarchy it makes none: so it makes none anywhere. */
  crun: {
    byItself: true,
    version: /version (\d+)\.(\d+)/,
    oldest: [1, 8],
    update: 'Install a newer crun.',
    showsGpus: true,
    flags: (logFile) => ['--cgroup-manager=disabled', `--log=file:${logFile}`, '--log-format=json'],
    runFlags: [],
    joins: 'launcher',
    // It looks only at whether this is there, and then refuses.
    covers: ['/sys/fs/cgroup/unified'],
    refusal: { defaultAction: 'SCMP_ACT_ERRNO', defaultErrnoRet: errno.ENOSYS },
  },
  /** Before 1.1 it cannot leave a group (`--keep`). */
  runc: {
    byItself: true,
    version: /version (\d+)\.(\d+)/,
    oldest: [1, 1],
    update: 'Install a newer runc.',
    showsGpus: true,
    flags: (logFile) => [`--log=${logFile}`, '--log-format=json'],
    runFlags: ['--keep'],
    joins: 'runtime',
    covers: [],
    refusal: { defaultAction: 'SCMP_ACT_ERRNO', defaultErrnoRet: errno.ENOSYS },
  },
  /** gVisor: a kernel of its own between the container and the host's, for start-up and system calls that take several times as long. */
  runsc: {
    byItself: false,
    version: /(20\d{6})/,
    // That of December 2022 has no /proc/self/fd and no /proc/self/limits.
    oldest: [20240729],
    update: 'Install a newer one, in Debian 12 from backports: apt-get install -t bookworm-backports runsc',
    showsGpus: false,
    flags: (logFile) => [
      '--platform=systrap',
      '--ignore-cgroups',
      '--network=none',
      '--host-uds=none',
      '--oci-seccomp',
      '--overlay2=none',
      `--log=${logFile}`,
      '--log-format=json',
    ],
    runFlags: [],
    joins: 'launcher',
    covers: [],
    // It answers EPERM whatever errno is asked for; what is to be traced where nobody traces answers ENOSYS, as in Linux.
    refusal: { defaultAction: 'SCMP_ACT_TRACE' },
    // Measured: 35 threads of its own, and two processes of the host for one inside; threads inside are none on the host.
    hostProcesses: ({ processes }) => 128 + 2 * processes,
  },
};
