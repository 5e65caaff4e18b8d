import { statSync } from 'node:fs';
import { lockedOptions } from '../linux/mount-info';
import type { SandboxGpu } from '../port';

/** A user namespace makes no device files: those of the host are bound, whatever they are called inside. */
export function deviceMounts(gpu: SandboxGpu | undefined): unknown[] {
  return (gpu?.devices ?? []).map(({ source, target }) => ({
    destination: target,
    type: 'bind',
    source,
    options: [...new Set(['bind', 'rw', 'nosuid', 'noexec', 'rprivate', ...lockedOptions(source)])],
  }));
}

/** What the control group of devices lets pass, after everything has been forbidden. */
export function deviceRules(gpu: SandboxGpu | undefined): unknown[] {
  return (gpu?.devices ?? []).map(({ source }) => ({ allow: true, type: 'c', ...numbersOf(source), access: 'rw' }));
}

/** As the kernel packs them: glibc's gnu_dev_major and gnu_dev_minor, below 2^32. */
function numbersOf(path: string): { major: number; minor: number } {
  const { rdev } = statSync(path);
  return { major: (rdev >>> 8) & 0xfff, minor: (rdev & 0xff) | ((rdev >>> 12) & 0xfff00) };
}
