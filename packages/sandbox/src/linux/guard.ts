import { spawn } from 'node:child_process';
import { bashFlags } from '../inherited-descriptors';
import type { Cgroup } from './cgroup';

/** Waits for a line on stdin. If stdin ends without one, the runner has died, and the script kills all processes in the group. */
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
 * Starts a process that kills the group if the runner dies. A container would keep running when its runtime or the runner is killed,
 * because its processes do not die with a parent; the same holds for bubblewrap's sandbox while it is being built.
 * @returns a function that ends the guard
 */
export function guard(bash: string, cgroup: Cgroup): () => void {
  const procs = `${cgroup.directories[0] ?? ''}/cgroup.procs`;
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
