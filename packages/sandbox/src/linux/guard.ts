import { spawn } from 'node:child_process';
import { bashFlags } from '../inherited-descriptors';
import type { Cgroup } from './cgroup';

/** Waits for a word; without one, which is when the runner has died, it ends all that is in the group. */
const script = `
read -r _ && exit 0
for i in {1..500}; do
  pids=$(< "$1") || exit 0
  [ -n "$pids" ] || [ "$i" -lt 20 ] || exit 0
  [ -z "$pids" ] || kill -KILL $pids
  sleep 0.02
done
`;

/**
 * A container goes on when its runtime, or the runner that started that, is killed: nothing in it has a parent that it would die
 * with. So does bubblewrap's, while it is still being built. This is a process beside it that does what is left to do.
 * Returns what sends it home.
 */
export function guard(bash: string, cgroup: Cgroup): () => void {
  const procs = `${cgroup.directories[0]}/cgroup.procs`;
  const child = spawn(bash, [...bashFlags, '-c', script, 'guard', procs], {
    env: { PATH: '/usr/bin:/bin' },
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  child.on('error', () => undefined);
  child.unref();
  child.stdin.on('error', () => undefined);
  return () => child.stdin.end('done\n');
}
