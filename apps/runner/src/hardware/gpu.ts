import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { hasCudaProvider } from '@unblind/sandbox';

export interface Gpu {
  name: string;
  driver: string;
  memoryBytes: number;
  /** What a sandbox is shown of it. */
  devices: string[];
}

/** The card that this runner can time on; null: none, or the engine cannot use it, for the reason given. */
export function findGpu(): { gpu: Gpu | null; reason: string | null } {
  const asked = ['--query-gpu=name,driver_version,memory.total', '--format=csv,noheader,nounits'];
  const { status, stdout } = spawnSync('nvidia-smi', asked, { encoding: 'utf8', timeout: 10_000 });
  const card = status === 0 ? parseCard(stdout) : null;
  if (!card) return { gpu: null, reason: 'This machine has no NVIDIA GPU whose driver answers (nvidia-smi).' };
  if (!hasCudaProvider())
    return {
      gpu: null,
      reason:
        'onnxruntime-node has no CUDA provider here: run `node node_modules/onnxruntime-node/script/install.js --onnxruntime-node-install=cuda12`.',
    };
  return { gpu: { ...card, devices: devices() }, reason: null };
}

/** The first line of nvidia-smi's answer: name, driver, MiB. */
export function parseCard(answer: string): Omit<Gpu, 'devices'> | null {
  const [name, driver, mebibytes] = (answer.split('\n')[0] ?? '').split(',').map((field) => field.trim());
  const memoryBytes = Number(mebibytes) * 1024 ** 2;
  return name && driver && memoryBytes > 0 ? { name, driver, memoryBytes } : null;
}

function devices(): string[] {
  return readdirSync('/dev')
    .filter((name) => /^nvidia(\d+|ctl|-uvm|-uvm-tools)$/.test(name))
    .map((name) => `/dev/${name}`);
}
