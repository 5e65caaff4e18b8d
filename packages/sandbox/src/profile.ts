import { dirname } from 'node:path';
import type { SandboxGpu, SandboxLimits, SandboxSpec } from './port';

const KiB = 1024;
const MiB = 1024 ** 2;

/** The settings of every sandbox. Providers translate them into their own flags. */
export const profile = {
  /** The user on the host. Debian does not use 61000; systemd's dynamic users start at 61184. */
  hostUid: 61_000,
  /** The host user that is root in the user namespace of a container runtime; it has no rights on the host. */
  builderUid: 300_000,
  insideUid: 1000,
  hostname: 'sandbox',
  /** The complete environment. onnxruntime-node would otherwise send telemetry. */
  environment: { PATH: '/usr/bin:/bin', HOME: '/tmp', LANG: 'C.UTF-8', ORT_DISABLE_TELEMETRY: '1' },
  /** Limits per process, in addition to the limits of a run. */
  rlimits: {
    // One byte, not zero: with zero, a core handler behind a pipe (apport, systemd-coredump) still gets the dump; with one it does not.
    core: 1,
    nofile: 512,
    memlock: 64 * KiB,
    msgqueue: 0,
    sigpending: 1024,
  },
  shmBytes: 16 * MiB,
  /** Limit on the inodes of /dev/shm, if the provider supports it. */
  shmInodes: 256,
  /** Limit on the inodes of each writable folder, if the provider supports it. */
  inodes: 16_384,
  /**
   * Allowance for RLIMIT_AS: address space that V8 reserves without using it (0.7 GiB after start, 0.9 GiB with onnxruntime loaded,
   * measured on Node 20).
   */
  reservedAddressSpace: 1536 * MiB,
  /** Allowance for RLIMIT_DATA, which counts 8 MiB of stack per thread even if they are not used. */
  reservedStacks: 128 * MiB,
  stderrTailBytes: 8 * KiB,
  /** Additional space in /output for headers and partly filled blocks. */
  outputSlackBytes: 4 * MiB,
  /** Time for a container to exit after its input has ended. */
  shutdownSeconds: 5,
  watchdogMilliseconds: 50,
  /** How often a run is looked at for whether all of it sleeps, which takes a file per thread. */
  idleWatchMilliseconds: 250,
} as const;

/** The environment of a run. An image may add to it, except that HOME is always writable. The image's libraries precede the driver's. */
export function environmentOf({ image, gpu }: Pick<SandboxSpec, 'image' | 'gpu'>): Record<string, string> {
  const environment = { ...profile.environment, ...gpu?.environment, ...image?.environment, HOME: profile.environment.HOME };
  const folders = image && gpu ? libraryFolders(gpu) : [];
  if (folders.length === 0) return environment;
  return { ...environment, LD_LIBRARY_PATH: [image?.environment.LD_LIBRARY_PATH, ...folders].filter(Boolean).join(':') };
}

function libraryFolders({ driver }: SandboxGpu): string[] {
  return [...new Set(driver.filter(({ target }) => /\.so(\.|$)/.test(target)).map(({ target }) => dirname(target)))];
}

/** Completes the limits that an organiser states in a manifest. */
export function limitsFor(stated: { memoryBytes: number; wallSeconds: number; cpus: number }): SandboxLimits {
  return {
    ...stated,
    // Wall time is the stated limit; the CPU limit is slightly above what all cores can use in that time.
    cpuSeconds: Math.ceil(stated.wallSeconds * stated.cpus * 1.1),
    // Node starts about a dozen threads, onnxruntime one per core.
    processes: 64 + 2 * Math.ceil(stated.cpus),
    outputBytes: MiB,
    tmpBytes: 64 * MiB,
  };
}
