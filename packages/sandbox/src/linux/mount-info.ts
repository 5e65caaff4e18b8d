import { readFileSync } from 'node:fs';

export interface CgroupMount {
  version: 1 | 2;
  directory: string;
  /** v1: the controllers on this hierarchy. */
  controllers: string[];
}

/** The cgroup file systems that this process sees, read from /proc/self/mountinfo. */
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

/** Mount options that a user namespace may not remove: a bind mount in it must repeat them. */
const locked = ['noexec', 'nosuid', 'nodev', 'noatime', 'nodiratime', 'relatime'];

/** The options of a path's file system that a bind mount of the path must repeat. */
export function lockedOptions(path: string, mountInfo = readFileSync('/proc/self/mountinfo', 'utf8')): string[] {
  let found = { place: '', options: '' };
  for (const line of mountInfo.split('\n')) {
    const [, , , , place = '', options = ''] = line.split(' ');
    const covers = place === '/' || path === place || path.startsWith(`${place}/`);
    // Of two mounts at one path, the later one is on top.
    if (covers && place.length >= found.place.length) found = { place, options };
  }
  return found.options.split(',').filter((option) => locked.includes(option));
}
