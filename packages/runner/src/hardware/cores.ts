import { existsSync, readFileSync } from 'node:fs';

/**
 * The cores that a timing is bound to: the last ones that this process may use, because the system uses those least. Null if taskset
 * is missing.
 */
export function coresFor(count: number): number[] | null {
  if (!existsSync('/usr/bin/taskset')) return null;
  const allowed = parseCpuList(/Cpus_allowed_list:\s+(\S+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '');
  return allowed.length === 0 ? null : allowed.slice(-count);
}

/** '0-3,8' -> 0, 1, 2, 3, 8. */
export function parseCpuList(text: string): number[] {
  return text.split(',').flatMap((part) => {
    const [first, last] = part.split('-').map(Number);
    if (part === '' || first === undefined || !Number.isInteger(first)) return [];
    return Array.from({ length: (last ?? first) - first + 1 }, (_, index) => first + index);
  });
}
