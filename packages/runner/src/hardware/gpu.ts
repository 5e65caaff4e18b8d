import { spawnSync } from 'node:child_process';
import { gpuFiles, findCudaProblem } from '@unblind/sandbox';
import type { SandboxGpu, SandboxProvider } from '@unblind/sandbox';

export interface Gpu {
  name: string;
  driver: string;
  memoryBytes: number;
  /** The devices and driver files that a sandbox needs to use the GPU. */
  files: SandboxGpu;
  /** The profile of the part of the GPU that this machine has; null: all of it. */
  mig: string | null;
  /** Whether onnxruntime can use it. Containers bring their own software. */
  runsModels: boolean;
}

export interface GpuSearch {
  gpu: Gpu | null;
  /** Why no GPU, or only one for containers, was found; null if models and containers can both use it. */
  reason: string | null;
}

/** Finds this machine's GPU and tries a model on it, in the same sandbox that models run in. */
export async function findGpu(models: SandboxProvider | null, cdiFolders: readonly string[]): Promise<GpuSearch> {
  const card = parseCard(askDriver('--query-gpu=name,driver_version,memory.total', '--format=csv,noheader,nounits'));
  if (!card) return { gpu: null, reason: 'This machine has no NVIDIA GPU whose driver answers (nvidia-smi).' };
  const files = filesOrReason(cdiFolders);
  if (typeof files === 'string') return { gpu: null, reason: files };
  const reason = models ? await findCudaProblem(models, files) : 'This runner takes no models.';
  return {
    gpu: { ...card, mig: parseMig(askDriver('-L')), files, runsModels: reason === null },
    reason: reason && `Containers alone: ${reason}`,
  };
}

/** The answer of nvidia-smi, or an empty text. */
function askDriver(...query: string[]): string {
  const { status, stdout } = spawnSync('nvidia-smi', query, { encoding: 'utf8', timeout: 10_000, env: { PATH: process.env.PATH } });
  return status === 0 ? stdout : '';
}

/** Parses the list of devices: 'MIG 1g.10gb  Device 0: (UUID: ...)'. */
export function parseMig(list: string): string | null {
  return /^\s*MIG (\S+)/m.exec(list)?.[1] ?? null;
}

/** Parses the first line of nvidia-smi's output: name, driver, memory in MiB. */
export function parseCard(answer: string): Pick<Gpu, 'name' | 'driver' | 'memoryBytes'> | null {
  const [name, driver, mebibytes] = (answer.split('\n')[0] ?? '').split(',').map((field) => field.trim());
  const memoryBytes = Number(mebibytes) * 1024 ** 2;
  return name && driver && memoryBytes > 0 ? { name, driver, memoryBytes } : null;
}

function filesOrReason(cdiFolders: readonly string[]): SandboxGpu | string {
  try {
    const files = gpuFiles(cdiFolders);
    return files.devices.length > 0 ? files : 'nvidia-smi answers, but there are no device files of a card in /dev.';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
