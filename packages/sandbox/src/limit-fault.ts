import { ParticipantFault, type ParticipantFaultCode } from '@unblind/contracts';
import type { LimitHit, SandboxLimits, SandboxResult, SandboxUsage } from './port';

/** A run that was stopped at a limit, with what it had used until then. */
export class LimitFault extends ParticipantFault {
  constructor(
    code: ParticipantFaultCode,
    parts: ConstructorParameters<typeof ParticipantFault>[1],
    readonly usage: SandboxUsage,
  ) {
    super(code, parts);
  }
}

interface Verdict {
  code: ParticipantFaultCode;
  name: string;
  limit: number;
  peak: number | null;
  unit: string;
  fix: string;
}

function verdict(hit: LimitHit, limits: SandboxLimits, { usage }: Pick<SandboxResult, 'usage'>): Verdict {
  switch (hit) {
    case 'memory': {
      const fix = 'Make the model or its intermediate tensors smaller; the memory a run takes grows with the batch it is given.';
      return { code: 'limit-memory', name: 'memory', limit: limits.memoryBytes, peak: usage.peakMemoryBytes, unit: 'bytes', fix };
    }
    case 'wall': {
      const fix = 'Make the model faster, or look for a loop in its graph that does not end.';
      return { code: 'limit-wall-time', name: 'wall time', limit: limits.wallSeconds, peak: usage.wallSeconds, unit: 's', fix };
    }
    case 'cpu': {
      const fix = 'Make the model cheaper, or look for a loop in its graph that does not end.';
      return { code: 'limit-cpu-time', name: 'CPU time', limit: limits.cpuSeconds, peak: usage.cpuSeconds, unit: 's', fix };
    }
    case 'processes': {
      const fix = 'Start fewer processes and threads.';
      return { code: 'limit-processes', name: 'processes and threads', limit: limits.processes, peak: null, unit: '', fix };
    }
    case 'output': {
      const fix = 'Print less.';
      return { code: 'limit-output', name: 'output', limit: limits.outputBytes, peak: null, unit: 'bytes', fix };
    }
  }
}

/**
 * The fault for a run that was stopped at a limit, with the limit and the measured peak; null if the run hit no limit. `where` says
 * how far the run had come.
 */
export function limitFault(result: Pick<SandboxResult, 'limitHit' | 'usage'>, limits: SandboxLimits, where?: string): LimitFault | null {
  if (result.limitHit === null) return null;
  const { code, name, limit, peak, unit, fix } = verdict(result.limitHit, limits, result);
  const quantity = (value: number): string => (unit === 'bytes' ? formatBytes(value) : `${Number(value.toPrecision(3))} ${unit}`.trim());
  const message = `the run was stopped: it used more ${name} than the ${quantity(limit)} it may${where === undefined ? '' : `; ${where}`}`;
  const got = peak === null ? {} : { got: quantity(peak) };
  const parts = { message, expected: `at most ${quantity(limit)}`, ...got, fix, limit: { name, limit, peak, unit } };
  return new LimitFault(code, parts, result.usage);
}

function formatBytes(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(bytes, 1)) / 10)));
  return `${Number((bytes / 1024 ** step).toPrecision(3))} ${units[step] ?? ''}`;
}
