import { statSync } from 'node:fs';
import { lockedOptions } from '../linux/mount-info';
import type { SandboxGpu } from '../port';

/** Device files cannot be created in a user namespace, so those of the host are bind-mounted. */
export function deviceMounts(gpu: SandboxGpu | undefined): unknown[] {
  return (gpu?.devices ?? []).map(({ source, target }) => ({
    destination: target,
    type: 'bind',
    source,
    options: [...new Set(['bind', 'rw', 'nosuid', 'noexec', 'rprivate', ...lockedOptions(source)])],
  }));
}

/** The devices that the device control group allows, after a rule that denies all. */
export function deviceRules(gpu: SandboxGpu | undefined): unknown[] {
  return (gpu?.devices ?? []).map(({ source }) => ({ allow: true, type: 'c', ...numbersOf(source), access: 'rw' }));
}

/** Major and minor number of a device file, unpacked like glibc's gnu_dev_major and gnu_dev_minor for values below 2^32. */
function numbersOf(path: string): { major: number; minor: number } {
  const { rdev } = statSync(path);
  return { major: (rdev >>> 8) & 0xfff, minor: (rdev & 0xff) | ((rdev >>> 12) & 0xfff00) };
}
