import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { batchSystem } from '../platform/end-of-job';
import { parseCpuList } from './cores';

interface Machine {
  cores: number;
  /** Of them, those that this process may use. */
  allowed: number;
  /** The cores' worth of time that its control group gives it; null: no limit. */
  quota: number | null;
  environment: Readonly<Record<string, string | undefined>>;
}

/** Why no timing can have this machine to itself: the lock between runners does not keep anybody else away. Null: it can. */
export function whyShared({ cores, allowed, quota, environment }: Machine): string | null {
  if (environment.CUDA_MPS_PIPE_DIRECTORY) return 'The GPU of this runner is shared (CUDA MPS).';
  if (allowed < cores) return `This runner has ${allowed} of the ${cores} cores of its machine.`;
  if (quota !== null && quota < cores) return `This runner has the time of ${quota} of the ${cores} cores of its machine.`;
  return null;
}

/** @param times what the operator says, who knows more: also of GPUs in time slices, which cannot be seen from inside */
export function sharedMachine(times: boolean | undefined, environment: NodeJS.ProcessEnv): string | null {
  if (times !== undefined) return times ? null : 'The machine of this runner, or its GPU, is shared with others.';
  const batch = batchSystem(environment);
  if (batch !== null) return `Other jobs of ${batch} may be on the machine of this runner.`;
  const status = textOf('/proc/self/status');
  const cores = cpus().length;
  const allowed = parseCpuList(/Cpus_allowed_list:\s+(\S+)/.exec(status)?.[1] ?? '').length || cores;
  return whyShared({ cores, allowed, quota: quotaOf(textOf('/sys/fs/cgroup/cpu.max')), environment });
}

/** '150000 100000' -> 1.5; 'max 100000' -> null. */
export function quotaOf(text: string): number | null {
  const [quota, period] = text.trim().split(' ').map(Number);
  return quota && period ? quota / period : null;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
