import { spawnSync } from 'node:child_process';
import { findProgram } from '../programs';
import { runtimes, type RuntimeName } from './runtimes';

export interface FoundRuntime {
  program: string;
  /** The version that the runtime reports. */
  version: string;
  isTooOld: boolean;
}

/** null if the runtime is not installed. */
export function findRuntime(name: RuntimeName): FoundRuntime | null {
  const program = findProgram(name);
  if (program === null) return null;
  const { stdout, error } = spawnSync(program, ['--version'], { env: {}, encoding: 'utf8' });
  const printed = error ? '' : stdout;
  const { version, oldest } = runtimes[name];
  const parts = version.exec(printed)?.slice(1).map(Number);
  return { program, version: /version (\S+)/.exec(printed)?.[1] ?? 'unknown', isTooOld: parts === undefined || isOlder(parts, oldest) };
}

function isOlder(version: readonly number[], than: readonly number[]): boolean {
  const differs = version.findIndex((part, index) => part !== than[index]);
  return differs >= 0 && (version[differs] ?? 0) < (than[differs] ?? 0);
}
