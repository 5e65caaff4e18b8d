import { mkdtempSync, readFileSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { toolMounts } from '../host-tools';
import { systemFolders } from '../linux/system-folders';
import { nodeCommand, nodeMounts } from '../node-mounts';
import type { SandboxLimits, SandboxMount, SandboxProvider, SandboxResult, SandboxSpec } from '../port';
import { limitsFor } from '../profile';

type Overrides = Partial<Omit<SandboxSpec, 'command' | 'limits' | 'mounts'>> & { limits?: Partial<SandboxLimits>; mounts?: SandboxMount[] };

export const MiB = 1024 ** 2;

export interface ConformanceCheck {
  /** The guarantee, as a sentence. */
  name: string;
  /** Part of the self-check that a runner passes before it takes work. */
  quick?: boolean;
  /** Throws an error that says what was observed if the guarantee does not hold. */
  check: (context: CheckContext) => Promise<void>;
}

/** Tools of a check: the provider, a folder on the host, and short ways to run something. */
export class CheckContext {
  readonly folder = mkdtempSync(join(tmpdir(), 'unblind-conformance-'));

  constructor(readonly provider: SandboxProvider) {}

  run(command: string[], { limits, mounts = [], ...rest }: Overrides = {}): Promise<SandboxResult> {
    const defaults = limitsFor({ memoryBytes: 512 * MiB, wallSeconds: 30, cpus: 1 });
    return this.provider.run({
      command,
      mounts: [...nodeMounts(), ...toolMounts(), ...mounts],
      limits: { ...defaults, ...limits },
      ...rest,
    });
  }

  /** The paths of everything that is mounted or linked for a check without mounts of its own. */
  mountsOf(): string[] {
    const { mounts, links } = systemFolders();
    const targets = [...mounts, ...nodeMounts(), ...toolMounts()].map(({ target }) => target);
    return [...targets, ...links.map(({ at }) => at), '/dev', '/proc', '/tmp'];
  }

  /** Runs a script in Node, where `fs`, `net` and other built-in modules are global. */
  node(script: string, overrides: Overrides = {}): Promise<SandboxResult> {
    return this.run([nodeCommand, '-e', script], overrides);
  }

  /** Returns the value of a script, passed on as JSON; throws with the script's error output if it fails. */
  async answer(script: string, overrides: Overrides = {}): Promise<unknown> {
    const asked = `(async () => { ${script} })().then((x) => { fs.writeSync(1, JSON.stringify(x)); process.exit(0); })`;
    const result = await this.node(asked, overrides);
    expectThat(result.exitCode === 0, `the check's own script failed: ${JSON.stringify(result.limitHit)} ${result.stderrTail}`);
    return JSON.parse(result.stdout.toString('utf8'));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export function expectThat(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Error(otherwise);
}

export interface HostProcess {
  pid: number;
  parent: number;
  uid: number;
}

/** The visible processes of this host whose command line contains a token. */
export function hostProcesses(token: string): HostProcess[] {
  return processesWhere((pid) => readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes(token));
}

/** All descendants of this process that are in another user namespace. */
export function sandboxedProcesses(): HostProcess[] {
  const all = new Map(processesWhere(() => true).map((one) => [one.pid, one]));
  const isOurs = (pid: number): boolean => pid === process.pid || (all.has(pid) && isOurs(all.get(pid)?.parent ?? 0));
  const own = readlinkSync('/proc/self/ns/user');
  return processesWhere((pid) => isOurs(pid) && readlinkSync(`/proc/${pid}/ns/user`) !== own);
}

function processesWhere(holds: (pid: number) => boolean): HostProcess[] {
  return readdirSync('/proc').flatMap((name) => {
    try {
      if (!/^\d+$/.test(name) || !holds(Number(name))) return [];
      const status = readFileSync(`/proc/${name}/status`, 'utf8');
      const field = (key: string): number => Number(new RegExp(`^${key}:\\s+(\\d+)`, 'm').exec(status)?.[1]);
      return [{ pid: Number(name), parent: field('PPid'), uid: field('Uid') }];
    } catch {
      return []; // The process has ended in the meantime.
    }
  });
}

/** Waits until no process of the host has the token in its command line: a kill takes a moment. */
export async function expectGone(token: string): Promise<void> {
  for (let tries = 0; hostProcesses(token).length > 0; tries++) {
    expectThat(tries < 100, 'a process of the run is still alive on the host');
    await sleep(50);
  }
}
