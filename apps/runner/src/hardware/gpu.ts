import { spawnSync } from 'node:child_process';
import { gpuFiles, whyNoCuda } from '@unblind/sandbox';
import type { SandboxGpu, SandboxProvider } from '@unblind/sandbox';

export interface Gpu {
  name: string;
  driver: string;
  memoryBytes: number;
  /** What a sandbox is shown of it. */
  files: SandboxGpu;
  /** Whether onnxruntime computes on it. Containers bring what they compute with. */
  runsModels: boolean;
}

export interface GpuSearch {
  gpu: Gpu | null;
  /** Why there is none, or none for models; null: all can be had. */
  reason: string | null;
}

/** The card of this machine, after a model has run on it in the sandbox that models run in. */
export async function findGpu(models: SandboxProvider | null, cdiFolders: readonly string[]): Promise<GpuSearch> {
  const asked = ['--query-gpu=name,driver_version,memory.total', '--format=csv,noheader,nounits'];
  const { status, stdout } = spawnSync('nvidia-smi', asked, { encoding: 'utf8', timeout: 10_000, env: process.env });
  const card = status === 0 ? parseCard(stdout) : null;
  if (!card) return { gpu: null, reason: 'This machine has no NVIDIA GPU whose driver answers (nvidia-smi).' };
  const files = filesOrReason(cdiFolders);
  if (typeof files === 'string') return { gpu: null, reason: files };
  const reason = models ? await whyNoCuda(models, files) : 'This runner takes no models.';
  return { gpu: { ...card, files, runsModels: reason === null }, reason: reason && `Containers alone: ${reason}` };
}

/** The first line of nvidia-smi's answer: name, driver, MiB. */
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
