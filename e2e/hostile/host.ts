import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Secrets } from './attack';

/** A host with something worth stealing on it. */
export class Host {
  readonly folder = mkdtempSync(join(tmpdir(), 'unblind-hostile-'));
  private readonly word = `secret-${process.pid}-${Date.now()}`;
  private readonly servers: Server[] = [];
  private came = 0;
  private child: ChildProcess | undefined;
  private opened = -1;

  async open(): Promise<Secrets> {
    process.env['UNBLIND_HOSTILE_SECRET'] = this.word;
    // What is set here is not in /proc/self/environ; a child has it from its start.
    this.child = spawn('sleep', ['3600'], { stdio: 'ignore' });
    const file = (name: string): string => {
      const path = join(this.folder, name);
      mkdirSync(join(path, '..'), { recursive: true });
      // Readable for everybody: not the mode protects it.
      writeFileSync(path, this.word, { mode: 0o644 });
      return path;
    };
    const files = {
      truth: file('truth/labels.npy'),
      credentials: file('credentials/s3.json'),
      otherSubmission: file('submissions/other.onnx'),
    };
    this.opened = openSync(files.truth, 'r');
    const socketPath = join(this.folder, 'socket');
    const abstractName = `unblind-hostile-${process.pid}`;
    const tcp = await this.listen({ host: '127.0.0.1', port: 0 });
    await this.listen({ path: socketPath });
    await this.listen({ path: `\0${abstractName}` });
    const address = tcp.address();
    return {
      word: this.word,
      files,
      port: typeof address === 'object' && address !== null ? address.port : 0,
      socketPath,
      abstractName,
      reached: () => this.came,
    };
  }

  close(): void {
    this.servers.forEach((server) => server.close());
    this.child?.kill();
    if (this.opened >= 0) closeSync(this.opened);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async listen(where: { host?: string; port?: number; path?: string }): Promise<Server> {
    const server = createServer((socket) => {
      this.came++;
      socket.destroy();
    });
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(where, resolve));
    this.servers.push(server);
    return server;
  }
}

/** What an attack may have left: processes with its token, control groups of this process, temporary folders, mounts. */
export async function leftovers(token: string, before: HostState): Promise<string[]> {
  for (let tries = 0; processesWith(token) > 0 && tries < 60; tries++) await sleep(50);
  const after = hostState();
  return [
    ...(processesWith(token) > 0 ? ['a process'] : []),
    ...after.groups.filter((name) => !before.groups.includes(name)).map((name) => `control group ${name}`),
    ...after.temporary.filter((name) => !before.temporary.includes(name)).map((name) => `folder ${name}`),
    ...(after.mounts > before.mounts ? [`${after.mounts - before.mounts} mounts`] : []),
    ...(after.cores.length > before.cores.length ? ['a core dump'] : []),
  ];
}

export interface HostState {
  groups: string[];
  temporary: string[];
  mounts: number;
  cores: string[];
}

export function hostState(): HostState {
  return {
    groups: ['memory/unblind', 'pids/unblind', 'unblind'].flatMap((path) =>
      list(join('/sys/fs/cgroup', path)).filter((name) => name.includes(`-${process.pid}-`)),
    ),
    temporary: list(tmpdir()).filter((name) => name.startsWith(`unblind-oci-${process.pid}-`)),
    mounts: readFileSync('/proc/self/mountinfo', 'utf8').split('\n').length,
    cores: list(process.cwd()).filter((name) => /^core(\.|$)/.test(name)),
  };
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function processesWith(token: string): number {
  return list('/proc').filter((name) => {
    try {
      return /^\d+$/.test(name) && readFileSync(`/proc/${name}/cmdline`, 'latin1').includes(token);
    } catch {
      return false;
    }
  }).length;
}
