import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from '@playwright/test';

const root = resolve(__dirname, '../..');

interface Started {
  process: ChildProcess;
  output(): string;
  /** Those of the processes that it started which are still there. */
  left(): string[];
}

/** `npm start` on a folder of its own; its usual ports are taken by the stack under test. */
async function start(home: string): Promise<Started> {
  const child = spawn(process.execPath, ['scripts/bootstrap.mjs', 'start', '--home', home, '--port', '3987'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await expect.poll(() => text, { timeout: 120_000 }).toMatch(/✔ gateway/);
  const started = childrenOf(child.pid ?? 0);
  return { process: child, output: () => text, left: () => [...started.filter(isAlive), ...left(home)] };
}

/** A web application and a gateway name no folder, so they are known by their parent. */
function childrenOf(parent: number): string[] {
  return readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && new RegExp(`^PPid:\\s+${parent}$`, 'm').test(read(pid, 'status')));
}

const isAlive = (pid: string): boolean => /^State:\s+[^ZX]/m.test(read(pid, 'status'));

function read(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return ''; // it has ended
  }
}

/** Every process whose command line or environment names the folder. */
function left(home: string): string[] {
  const others = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  return others
    .filter((pid) => read(pid, 'cmdline').includes(home) || read(pid, 'environ').includes(home))
    .map((pid) => read(pid, 'cmdline').replaceAll('\0', ' '));
}

test('one command starts beside another, stops without leaving a process, and recovers from having been killed', async () => {
  test.setTimeout(400_000);
  const home = mkdtempSync(join(tmpdir(), 'unblind-life-'));
  try {
    const first = await start(home);
    const second = spawnSync(process.execPath, ['scripts/bootstrap.mjs', 'start', '--home', home], { cwd: root, encoding: 'utf8' });
    expect([second.status, second.stdout + second.stderr]).toEqual([1, expect.stringContaining('already running')]);
    first.process.kill('SIGINT');
    await expect.poll(() => first.process.exitCode, { timeout: 30_000 }).toBe(0);
    expect(first.left()).toEqual([]);

    const killed = await start(home);
    killed.process.kill('SIGKILL');
    await expect.poll(() => killed.left(), { timeout: 30_000 }).toEqual([]);

    const recovered = await start(home);
    recovered.process.kill('SIGTERM');
    await expect.poll(() => recovered.process.exitCode, { timeout: 30_000 }).toBe(0);
    expect(recovered.left()).toEqual([]);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});
