import { readFileSync, readdirSync, readlinkSync, statfsSync } from 'node:fs';
import { basename } from 'node:path';
import type { SandboxSpec } from '../port';
import type { Sample } from '../supervise';

const ticksPerSecond = 100; // USER_HZ, which is the same on every Linux that Node supports.

interface Process {
  folder: string;
  /** Inside the sandbox, as its parent's. */
  id: number;
  parent: number;
  /** D means that it waits in the kernel, as the caller of vfork does for its child. */
  state: string;
  /** Its own, and those of its children that have ended. */
  cpuSeconds: number;
  threads: number;
  virtualBytes: number;
  anonymousBytes: number;
}

/**
 * The root of a sandbox by the host's id of its first process, or null: while it is being built that process sees the host's root, and
 * at its end none. The sandbox's own /proc lists its processes and no others.
 */
export function rootOf(first: number | null): string | null {
  const root = `/proc/${first ?? 0}/root`;
  try {
    return readlinkSync(`${root}/proc/1/ns/pid`) === readlinkSync(`/proc/${first ?? 0}/ns/pid`) ? root : null;
  } catch {
    return null;
  }
}

/** The folders in /proc of the processes in a sandbox. */
export function processesOf(root: string | null): string[] {
  if (root === null) return [];
  try {
    return readdirSync(`${root}/proc`)
      .filter((name) => /^\d+$/.test(name))
      .map((name) => `${root}/proc/${name}`);
  } catch {
    return [];
  }
}

/** Measures all processes of a sandbox and what is in its writable folders, if there is no control group. It polls, so it misses short peaks. */
export function sampleTree(first: number | null, { limits, output }: Pick<SandboxSpec, 'limits' | 'output'>): Sample {
  const root = rootOf(first);
  if (root === null) return { cpuSeconds: 0, memoryBytes: 0, hit: null };
  const processes = processesOf(root).flatMap((folder) => read(folder) ?? []);
  const files = sum(['tmp', 'dev/shm', ...(output ? ['output'] : [])].map((name) => usedBytes(`${root}/${name}`)));
  const owners = processes.filter((one) => !sharesMemory(one, processes));
  const resident = files + sum(owners.map((one) => one.anonymousBytes));
  // Processes that forked share pages, and each is told to have them: their parts are counted, which takes longer, where that matters.
  const memoryBytes = resident <= limits.memoryBytes ? resident : files + sum(owners.map(proportionalBytes));
  const tooMany = sum(processes.map(({ threads }) => threads)) > limits.processes;
  const hit = memoryBytes > limits.memoryBytes ? 'memory' : tooMany ? 'processes' : null;
  return { cpuSeconds: sum(processes.map(({ cpuSeconds }) => cpuSeconds)), memoryBytes, hit };
}

/** A child of vfork uses its parent's memory until it starts a program; the parent waits that long. */
function sharesMemory(child: Process, all: readonly Process[]): boolean {
  const parent = all.find(({ id }) => id === child.parent);
  return parent?.state === 'D' && parent.virtualBytes === child.virtualBytes;
}

/** None where the process has ended in the meantime. */
function read(folder: string): Process | null {
  try {
    const stat = readFileSync(`${folder}/stat`, 'utf8');
    // The command name, the 2nd field, may hold spaces and parentheses; the state is the 3rd.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const field = (number: number): number => Number(fields[number - 3]);
    const bytes = fieldsOf(`${folder}/status`);
    return {
      folder,
      id: Number(basename(folder)),
      parent: field(4),
      state: fields[0] ?? '',
      cpuSeconds: sum([14, 15, 16, 17].map(field)) / ticksPerSecond,
      threads: field(20),
      virtualBytes: field(23),
      anonymousBytes: bytes('RssAnon', 'VmSwap'),
    };
  } catch {
    return null;
  }
}

/** Its share of its anonymous memory: a page that n processes have counts for one nth. */
function proportionalBytes({ folder, anonymousBytes }: Process): number {
  try {
    const bytes = fieldsOf(`${folder}/smaps_rollup`);
    // Kernels before 5.3 do not tell anonymous memory from that of files.
    return bytes('Pss_Anon', 'SwapPss') || anonymousBytes;
  } catch {
    return 0;
  }
}

/** A function that adds up fields of a file of lines `name: KIBIBYTES kB`, in bytes. */
function fieldsOf(file: string): (...names: string[]) => number {
  const text = readFileSync(file, 'utf8');
  return (...names) => 1024 * sum(names.map((name) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0)));
}

function usedBytes(folder: string): number {
  try {
    const { blocks, bfree, bsize } = statfsSync(folder);
    return (blocks - bfree) * bsize;
  } catch {
    return 0;
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
