import { readFileSync } from 'node:fs';
import type { Obstacle } from '../trial';

export const bubblewrapMissing: Obstacle = {
  reason: 'bubblewrap (bwrap) is not installed',
  fix: 'apt-get install bubblewrap',
};

const switches: { file: string; blocked: string; fix: string }[] = [
  { file: '/proc/sys/kernel/unprivileged_userns_clone', blocked: '0', fix: 'sysctl -w kernel.unprivileged_userns_clone=1' },
  { file: '/proc/sys/user/max_user_namespaces', blocked: '0', fix: 'sysctl -w user.max_user_namespaces=10000' },
  {
    file: '/proc/sys/kernel/apparmor_restrict_unprivileged_userns',
    blocked: '1',
    fix: 'sysctl -w kernel.apparmor_restrict_unprivileged_userns=0',
  },
];

/** Explains from bubblewrap's error message and the host's settings why bubblewrap could not build the sandbox. */
export function explainFailure(stderr: string): Obstacle {
  const said = stderr.trim().split('\n').at(-1) ?? '';
  if (/namespace|uid map|Operation not permitted|No space left/i.test(said)) {
    const off = switches.find(({ file, blocked }) => valueOf(file) === blocked);
    if (off) return { reason: `user namespaces are switched off on this host (${off.file} is ${off.blocked}): ${said}`, fix: off.fix };
  }
  if (/mount proc/i.test(said)) {
    return {
      reason: `this container masks parts of /proc, which prevents a sandbox from mounting its own /proc: ${said}`,
      fix: 'Start the runner outside a container, or with an unmasked /proc (docker run --security-opt systempaths=unconfined ...).',
    };
  }
  return {
    reason: `bubblewrap could not build the sandbox: ${said || 'it gave no reason'}`,
    fix: 'Run `unblind runner doctor` on the runner; in a container, give it the right to create user namespaces.',
  };
}

function valueOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return null;
  }
}
