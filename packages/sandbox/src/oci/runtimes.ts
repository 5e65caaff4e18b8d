import type { SandboxLimits } from '../port';
import { errno } from '../linux/seccomp';

export const runtimeNames = ['crun', 'runc', 'runsc'] as const;
export type RuntimeName = (typeof runtimeNames)[number];

/** The differences between runtimes that build the same sandbox. */
export interface Runtime {
  /** True if this runtime may be chosen by default. */
  chosenByDefault: boolean;
  /** A pattern for the output of `--version`, and the oldest supported version. */
  version: RegExp;
  oldest: readonly number[];
  /** How to get a newer version. */
  update: string;
  /** True if containers can use a GPU. */
  showsGpus: boolean;
  /** Command-line options in addition to the state folder. */
  flags(logFile: string): string[];
  runFlags: readonly string[];
  /**
   * Which program puts the container into the control group of the run. If it is the launcher, the runtime is started inside the group
   * and told not to manage groups. Either way the group must remain after the run, so that its usage can be read.
   */
  joins: 'runtime' | 'launcher';
  /** Paths that are hidden from the runtime if they exist. */
  covers: readonly string[];
  /** The filter action with which forbidden calls return ENOSYS. */
  refusal: { defaultAction: string; defaultErrnoRet?: number };
  /** Set if the runtime's own kernel limits processes: the process limit of the control group around it. */
  hostProcesses?: (limits: SandboxLimits) => number;
}

export const runtimes: Readonly<Record<RuntimeName, Runtime>> = {
  /** Starts fastest. crun would remove its groups before their usage is read, and cannot create them in a hybrid hierarchy, so it manages none. */
  crun: {
    chosenByDefault: true,
    version: /version (\d+)\.(\d+)/,
    oldest: [1, 8],
    update: 'Install a newer crun.',
    showsGpus: true,
    flags: (logFile) => ['--cgroup-manager=disabled', `--log=file:${logFile}`, '--log-format=json'],
    runFlags: [],
    joins: 'launcher',
    // crun refuses to run if this folder exists.
    covers: ['/sys/fs/cgroup/unified'],
    refusal: { defaultAction: 'SCMP_ACT_ERRNO', defaultErrnoRet: errno.ENOSYS },
  },
  /** Versions before 1.1 lack `--keep`, which leaves the group in place after the run. */
  runc: {
    chosenByDefault: true,
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
  /** gVisor puts its own kernel between the container and the host; start-up and system calls take several times as long. */
  runsc: {
    chosenByDefault: false,
    version: /(20\d{6})/,
    // The version of December 2022 lacks /proc/self/fd and /proc/self/limits.
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
    // runsc returns EPERM for any configured errno. A traced call without a tracer returns ENOSYS, as in Linux.
    refusal: { defaultAction: 'SCMP_ACT_TRACE' },
    // Measured: runsc has 35 threads and uses two host processes for each process inside, but none for threads inside.
    hostProcesses: ({ processes }) => 128 + 2 * processes,
  },
};
