import { readFileSync, readdirSync } from 'node:fs';

/** Running, waiting for a processor, or waiting for a disk: what a thread does that the machine has not yet given its due. */
const busy = ['R', 'D'];

/** True if every thread of these processes, ids or folders in a /proc, sleeps of its own accord. False where that cannot be seen. */
export function allAsleep(processes: readonly (number | string)[]): boolean {
  try {
    return (
      processes.length > 0 &&
      processes.every((one) => threadsOf(typeof one === 'number' ? `/proc/${one}` : one).every((state) => !busy.includes(state)))
    );
  } catch {
    return false; // A process that ended meanwhile was doing something.
  }
}

function threadsOf(folder: string): string[] {
  return readdirSync(`${folder}/task`).map((thread) => {
    const stat = readFileSync(`${folder}/task/${thread}/stat`, 'utf8');
    // The command name, the 2nd field, may hold spaces and parentheses; the state is the 3rd.
    return stat.charAt(stat.lastIndexOf(')') + 2);
  });
}
