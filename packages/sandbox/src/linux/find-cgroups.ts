import type { CgroupHost } from './cgroup';
import { openCgroupV1 } from './cgroup-v1';
import { openCgroupV2 } from './cgroup-v2';

/** Finds a hierarchy in which this process may create control groups with memory, pids and cpu, or the reason why there is none. */
export function findCgroups(): CgroupHost | { reason: string } {
  const found = [openCgroupV1(), openCgroupV2()];
  for (const host of found) if (!('reason' in host)) return host;
  return { reason: found.map((host) => ('reason' in host ? host.reason : '')).join('; ') };
}
