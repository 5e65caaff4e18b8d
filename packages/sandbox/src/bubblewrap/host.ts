import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { profile } from '../profile';
import { findProgram } from '../programs';
import type { CgroupHost } from '../linux/cgroup';
import { sweepCgroups } from '../linux/cgroup-lifetime';
import type { Obstacle } from '../trial';
import { bubblewrapMissing } from './explain-failure';
import { findCgroups } from '../linux/find-cgroups';
import { compileSeccomp, seccompArchitecture, type SeccompPolicy } from '../linux/seccomp';

/** What the bubblewrap provider found on this host. */
export interface Host {
  programs: { bwrap: string; bash: string; setpriv: string; prlimit: string; unshare: string };
  version: string;
  canDisableUserNamespaces: boolean;
  /** True for a root that can switch to another user. The root of a user namespace with a single user cannot, and need not. */
  isRoot: boolean;
  cgroups: CgroupHost | null;
  seccomp(policy: Omit<SeccompPolicy, 'architecture'>): Buffer;
  warnings: string[];
}

export async function inspectHost(): Promise<Host | Obstacle> {
  if (process.platform !== 'linux') return { reason: 'bubblewrap needs Linux', fix: 'Use a Linux machine as runner.' };
  const architecture = seccompArchitecture();
  if (architecture === null) {
    return { reason: `no system-call filter for ${process.arch}`, fix: 'Use an x86_64 or arm64 machine as runner.' };
  }
  const programs = findPrograms();
  if ('reason' in programs) return programs;
  const version = /\d+\.\d+(\.\d+)?/.exec(spawnSync(programs.bwrap, ['--version'], { env: {}, encoding: 'utf8' }).stdout)?.[0] ?? '0.0';
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const found = findCgroups();
  const cgroups = 'reason' in found ? null : found;
  if (cgroups) await sweepCgroups(cgroups);
  return {
    programs,
    version,
    canDisableUserNamespaces: major > 0 || minor >= 8,
    isRoot: process.getuid?.() === 0 && canBecome(profile.hostUid),
    cgroups,
    seccomp: (policy) => compileSeccomp({ architecture, ...policy }),
    warnings: 'reason' in found ? withoutGroups(found.reason) : [],
  };
}

const withoutGroups = (reason: string): string[] => [
  `no control groups (${reason}): cores are not bounded`,
  'models: one process per run, /tmp is read-only, memory is bounded by RLIMIT_AS',
  'container images: the memory of all processes is added up every 50 ms and may be exceeded for that long, by each by at most 1.5 GiB; what the kernel keeps for their pipes and sockets is not counted',
];

function findPrograms(): Host['programs'] | Obstacle {
  const bwrap = findProgram('bwrap');
  if (bwrap === null) return bubblewrapMissing;
  const [bash, setpriv, prlimit, unshare] = ['bash', 'setpriv', 'prlimit', 'unshare'].map(findProgram);
  if (!bash || !setpriv || !prlimit || !unshare) {
    return { reason: 'bash or util-linux (setpriv, prlimit, unshare) is not installed', fix: 'apt-get install bash util-linux' };
  }
  return { bwrap, bash, setpriv, prlimit, unshare };
}

function canBecome(uid: number): boolean {
  const map = readFileSync('/proc/self/uid_map', 'utf8').trim().split('\n');
  return map.some((line) => {
    const [first = 0, , count = 0] = line.trim().split(/\s+/).map(Number);
    return uid >= first && uid < first + count;
  });
}
