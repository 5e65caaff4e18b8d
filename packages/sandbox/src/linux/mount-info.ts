import { readFileSync } from 'node:fs';

export interface CgroupMount {
  version: 1 | 2;
  directory: string;
  /** v1: the controllers on this hierarchy. */
  controllers: string[];
}

/** The cgroup file systems that this process sees, from the text of /proc/self/mountinfo. */
export function cgroupMounts(mountInfo = readFileSync('/proc/self/mountinfo', 'utf8')): CgroupMount[] {
  return mountInfo.split('\n').flatMap((line): CgroupMount[] => {
    const [left, right] = line.split(' - ');
    const directory = left?.split(' ')[4];
    const [type, , options] = right?.split(' ') ?? [];
    if (directory === undefined || options === undefined) return [];
    if (type === 'cgroup2') return [{ version: 2, directory, controllers: [] }];
    return type === 'cgroup' ? [{ version: 1, directory, controllers: options.split(',') }] : [];
  });
}

/** What a mount forbids, no user namespace may allow again: a bind mount in one has to forbid it too. */
const locked = ['noexec', 'nosuid', 'nodev', 'noatime', 'nodiratime', 'relatime'];

/** The options of the file system that a path lies on, as far as a bind mount of it has to repeat them. */
export function lockedOptions(path: string, mountInfo = readFileSync('/proc/self/mountinfo', 'utf8')): string[] {
  let found = { place: '', options: '' };
  for (const line of mountInfo.split('\n')) {
    const [, , , , place = '', options = ''] = line.split(' ');
    const covers = place === '/' || path === place || path.startsWith(`${place}/`);
    // Of two at one place the later one is on top.
    if (covers && place.length >= found.place.length) found = { place, options };
  }
  return found.options.split(',').filter((option) => locked.includes(option));
}
