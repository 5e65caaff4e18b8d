import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { chmodSync, chownSync, mkdtempSync, readFileSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Lab } from './lab';

/** Nobody's user on this machine, and another one for each of the test processes: limits of processes count by user. */
const ordinary = 52_345 + Number(process.env.JEST_WORKER_ID ?? 0);
/** Starts a program as that user, if this one is root. */
export const asOrdinary = (): string[] =>
  process.getuid?.() === 0 ? ['setpriv', '--reuid', String(ordinary), '--regid', String(ordinary), '--clear-groups'] : [];

interface Started {
  /** The command line's program. */
  bin: string;
  args?: readonly string[];
  env?: Record<string, string>;
  /** Default: that of the lab. */
  url?: string;
  /** Default: a new one, for all challenges and no hidden inputs. */
  token?: string;
  /** The network namespace in which it runs, by its name. Default: that of this process. */
  network?: string;
}

/** `unblind runner start` as somebody elsewhere starts it: an ordinary user with a home, who knows an address and a token. */
export class RemoteRunner {
  output = '';
  readonly ended: Promise<number | null>;

  private constructor(
    readonly process: ChildProcess,
    readonly home: string,
  ) {
    for (const stream of [process.stdout, process.stderr]) stream?.on('data', (bytes: Buffer) => (this.output += String(bytes)));
    this.ended = new Promise((resolve) =>
      process.once('exit', (code) => {
        rmSync(home, { recursive: true, force: true });
        resolve(code);
      }),
    );
  }

  static async start(lab: Lab, { bin, args = [], env = {}, url = lab.address, token, network }: Started): Promise<RemoteRunner> {
    const home = mkdtempSync(join(tmpdir(), 'unblind-home-'));
    const tokenFile = join(home, 'token');
    writeFileSync(tokenFile, token ?? (await newToken(lab)), { mode: 0o600 });
    const drop = process.getuid?.() === 0;
    if (drop) for (const path of [home, tokenFile]) chownSync(path, ordinary, ordinary);
    chmodSync(home, 0o700);
    const prefix = [...(network === undefined ? [] : ['ip', 'netns', 'exec', network]), ...asOrdinary()];
    const start = [process.execPath, bin, 'runner', 'start', '--url', url, '--token-file', tokenFile, ...args];
    const [program = '', ...rest] = [...prefix, ...start];
    const child = spawn(program, rest, {
      cwd: home,
      env: { PATH: process.env.PATH ?? '', HOME: home, TMPDIR: home, HOST_LEASE: join(home, 'lease/host'), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new RemoteRunner(child, home);
  }

  stop(signal: NodeJS.Signals): Promise<number | null> {
    this.process.kill(signal);
    return this.ended;
  }

  /** The ports on which it or a process that it started listens, as the kernel lists them for its network. */
  listening(): string[] {
    const sockets = new Set([this.process.pid ?? 0, ...descendants(this.process.pid ?? 0)].flatMap(socketsOf));
    return ['tcp', 'tcp6', 'udp', 'udp6'].flatMap((kind) =>
      (unlessGone(() => readFileSync(`/proc/${this.process.pid ?? 0}/net/${kind}`, 'utf8')) ?? '')
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.trim().split(/\s+/))
        .filter(([, , , state, , , , , , inode]) => sockets.has(inode ?? '') && (kind.startsWith('udp') || state === listens))
        .map(([, local]) => `${kind} ${local}`),
    );
  }
}

/** TCP_LISTEN in /proc/net/tcp. */
const listens = '0A';

/** A token of a runner elsewhere, for all challenges and no hidden inputs unless more is said. */
export async function newToken(
  { database }: Pick<Lab, 'database'>,
  more: { name?: string; trusted?: boolean; challengeId?: string; revokedAt?: Date } = {},
): Promise<string> {
  const token = `unr_${randomUUID()}`;
  const secretHash = createHash('sha256').update(token).digest('hex');
  await database.runnerToken.create({ data: { name: randomUUID(), prefix: token.slice(0, 10), secretHash, ...more } });
  return token;
}

function descendants(pid: number): number[] {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && parentOf(name) === pid)
    .map(Number);
  return [...children, ...children.flatMap(descendants)];
}

function parentOf(pid: string): number | null {
  const status = unlessGone(() => readFileSync(`/proc/${pid}/status`, 'utf8'));
  const parent = /^PPid:\s+(\d+)/m.exec(status ?? '')?.[1];
  return parent === undefined ? null : Number(parent);
}

/** The inodes of a process's sockets. */
function socketsOf(pid: number): string[] {
  const files = unlessGone(() => readdirSync(`/proc/${pid}/fd`)) ?? [];
  return files.flatMap((file) => /^socket:\[(\d+)\]$/.exec(unlessGone(() => readlinkSync(`/proc/${pid}/fd/${file}`)) ?? '')?.[1] ?? []);
}

function unlessGone<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null; // the process ended, or closed the file
  }
}
