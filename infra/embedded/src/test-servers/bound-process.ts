import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';

/** The program's path, or null where it is not installed. Daemons live in sbin, which is not on everybody's PATH. */
export function findProgram(name: string): string | null {
  const folders = [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/usr/local/sbin', '/sbin'];
  const isProgram = (path: string): boolean => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  };
  return folders.map((folder) => join(folder, name)).find(isProgram) ?? null;
}

/** Names the Debian packages to install when one of the programs is missing. */
export function missingPrograms(programs: Readonly<Record<string, string>>): string | null {
  const missing = Object.entries(programs).filter(([program]) => !findProgram(program));
  if (missing.length === 0) return null;
  const packages = [...new Set(missing.map(([, debianPackage]) => debianPackage))].join(' ');
  return `${missing.map(([program]) => program).join(', ')} not found; install with: apt-get install -y ${packages}`;
}

export interface BoundProcess {
  child: ChildProcess;
  /** The end of its output, to explain a failed start. */
  output(): string;
  stop: () => Promise<void>;
}

/** Starts a server that the kernel kills when this process dies, so that a killed test run leaves no servers behind. */
export function startBound(program: string, args: readonly string[]): BoundProcess {
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', findProgram(program) ?? program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()).once('error', () => resolve()));
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      lines.push(chunk.toString());
      if (lines.length > 50) lines.shift();
    });
  return {
    child,
    output: () => lines.join(''),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await exited;
    },
  };
}

/** Waits until `ready` is true, and throws with the server's output when it ends or `seconds` pass before that. */
export async function waitFor(server: BoundProcess, what: string, seconds: number, ready: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (!(await ready().catch(() => false))) {
    const ended = server.child.exitCode !== null || server.child.signalCode !== null;
    if (ended || Date.now() > deadline) throw new Error(`${what} did not start:\n${server.output()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
