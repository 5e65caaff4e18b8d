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
