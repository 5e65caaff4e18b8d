import { dirname } from 'node:path';
import type { SandboxGpu, SandboxLimits, SandboxSpec } from './port';

const KiB = 1024;
const MiB = 1024 ** 2;

/** The one table of what every sandbox gives and forbids. Providers translate it into their own flags. */
export const profile = {
  /** On the host. Debian leaves 61000 alone, systemd's dynamic users start at 61184. */
  hostUid: 61_000,
  /** Root of the user namespace that a container runtime builds a sandbox in; nobody on the host. */
  builderUid: 300_000,
  insideUid: 1000,
  hostname: 'sandbox',
  /** The whole of it. onnxruntime-node has telemetry. */
  environment: { PATH: '/usr/bin:/bin', HOME: '/tmp', LANG: 'C.UTF-8', ORT_DISABLE_TELEMETRY: '1' },
  /** Per process, beside the limits of a run. */
  rlimits: {
    // One byte, not none: a limit of zero still feeds a core handler that is a pipe (apport, systemd-coredump), one byte does not.
    core: 1,
    nofile: 512,
    memlock: 64 * KiB,
    msgqueue: 0,
    sigpending: 1024,
  },
  shmBytes: 16 * MiB,
  /** Of each folder that can be written to, where the provider can bound them. */
  inodes: 16_384,
  /**
   * Where RLIMIT_AS has to bound memory: what V8 reserves without using it (0.7 GiB after start, 0.9 GiB with onnxruntime loaded,
   * measured on Node 20).
   */
  reservedAddressSpace: 1536 * MiB,
  /** What RLIMIT_DATA counts although it is not used: 8 MiB of stack per thread. */
  reservedStacks: 128 * MiB,
  stderrTailBytes: 8 * KiB,
  /** What /output takes beside the answers: headers, and blocks that are not full. */
  outputSlackBytes: 4 * MiB,
  /** For a container to end once its input has ended. */
  goodbyeSeconds: 5,
  watchdogMilliseconds: 50,
} as const;

/** The environment of a run: an image may add to it, but its home is where it can write. Its libraries come before the driver's. */
export function environmentOf({ image, gpu }: Pick<SandboxSpec, 'image' | 'gpu'>): Record<string, string> {
  const environment = { ...profile.environment, ...gpu?.environment, ...image?.environment, HOME: profile.environment.HOME };
  const folders = image && gpu ? libraryFolders(gpu) : [];
  if (folders.length === 0) return environment;
  return { ...environment, LD_LIBRARY_PATH: [image?.environment.LD_LIBRARY_PATH, ...folders].filter(Boolean).join(':') };
}

function libraryFolders({ driver }: SandboxGpu): string[] {
  return [...new Set(driver.filter(({ target }) => /\.so(\.|$)/.test(target)).map(({ target }) => dirname(target)))];
}

/** What an organiser states in a manifest, completed. */
export function limitsFor(stated: { memoryBytes: number; wallSeconds: number; cpus: number }): SandboxLimits {
  return {
    ...stated,
    // Wall time is the promise; CPU time catches what burns all cores and a little more.
    cpuSeconds: Math.ceil(stated.wallSeconds * stated.cpus * 1.1),
    // Node starts about a dozen threads, onnxruntime one per core.
    processes: 64 + 2 * Math.ceil(stated.cpus),
    outputBytes: MiB,
    tmpBytes: 64 * MiB,
  };
}
