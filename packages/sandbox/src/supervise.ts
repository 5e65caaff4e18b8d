import type { ChildProcess } from 'node:child_process';
import { Readable } from 'node:stream';
import { PlatformFault } from '@unblind/contracts';
import type { LimitHit, SandboxSpec } from './port';
import { profile } from './profile';

/** Measurements of a running command by its provider. */
export interface Sample {
  cpuSeconds: number;
  memoryBytes: number;
  /** A limit that the provider found exceeded. */
  hit: LimitHit | null;
}

export interface Supervised {
  /** The end of the launched process as reported by Node. */
  exitCode: number | null;
  signal: string | null;
  limitHit: LimitHit | null;
  wallSeconds: number;
  cpuSeconds: number;
  idleSeconds: number;
  peakMemoryBytes: number | null;
  stdout: Buffer;
  stderrTail: string;
}

interface Watch {
  spec: SandboxSpec;
  sample: () => Sample;
  /** True if everything that the command started sleeps. */
  asleep: () => boolean;
  /** Ends everything that the command started. May be called more than once. */
  kill: () => void;
}

/** Writes to a started command, reads its output, watches its limits, and returns when the command has ended and its pipes are closed. */
export async function supervise(child: ChildProcess, { spec, sample, asleep, kill }: Watch): Promise<Supervised> {
  const { limits } = spec;
  const started = performance.now();
  let limitHit: LimitHit | null = null;
  let thrown: unknown;
  let latest: Sample = { cpuSeconds: 0, memoryBytes: 0, hit: null };
  let peak = 0;
  const idle = watchIdleness(spec, asleep);

  const stop = (hit: LimitHit | null): void => {
    limitHit ??= hit;
    kill();
  };
  const fail = (error: unknown): void => {
    thrown ??= error ?? new Error('aborted');
    stop(null);
  };
  const measure = (): void => {
    const now = sample();
    latest = { ...now, cpuSeconds: Math.max(now.cpuSeconds, latest.cpuSeconds) };
    peak = Math.max(peak, now.memoryBytes);
    if (now.hit) stop(now.hit);
    else if (now.cpuSeconds > limits.cpuSeconds) stop('cpu');
  };

  const output = readOutput(child, spec, () => stop('output'), fail);
  child.stdin?.on('error', () => undefined); // The command may end without reading its input.
  if (spec.stdin instanceof Readable && child.stdin) spec.stdin.pipe(child.stdin);
  else child.stdin?.end(spec.stdin);
  const wall = setTimeout(() => stop('wall'), limits.wallSeconds * 1000);
  const watchdog = setInterval(() => attempt(measure, fail), profile.watchdogMilliseconds);
  const abort = (): void => fail(spec.signal?.reason);
  if (spec.signal?.aborted) abort();
  spec.signal?.addEventListener('abort', abort, { once: true });

  try {
    const { exitCode, signal } = await ended(child);
    const wallSeconds = (performance.now() - started) / 1000;
    attempt(measure, fail);
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- whatever the caller aborted with is thrown on as it is
    if (thrown !== undefined) throw thrown;
    return {
      exitCode,
      signal,
      limitHit,
      wallSeconds,
      cpuSeconds: latest.cpuSeconds,
      idleSeconds: idle.seconds(),
      peakMemoryBytes: peak || null,
      ...output(),
    };
  } finally {
    clearTimeout(wall);
    clearInterval(watchdog);
    idle.stop();
    spec.signal?.removeEventListener('abort', abort);
  }
}

/** Counts the time in which all of a run slept although something was asked of it. */
function watchIdleness(spec: SandboxSpec, asleep: () => boolean): { seconds(): number; stop(): void } {
  let milliseconds = 0;
  const watch = setInterval(() => {
    // A look that comes late, on a busy machine, counts as one interval: nothing is known of the rest.
    if ((spec.isAsked?.() ?? true) && asleep()) milliseconds += profile.idleWatchMilliseconds;
  }, profile.idleWatchMilliseconds);
  return { seconds: () => milliseconds / 1000, stop: () => clearInterval(watch) };
}

function attempt(work: () => void, fail: (error: unknown) => void): void {
  try {
    work();
  } catch (error) {
    fail(error);
  }
}

function readOutput(child: ChildProcess, spec: SandboxSpec, onOutputLimit: () => void, fail: (error: unknown) => void) {
  const collected: Buffer[] = [];
  let tail = Buffer.alloc(0);
  let left = spec.limits.outputBytes;
  const within = (chunk: Buffer): Buffer => {
    const kept = chunk.subarray(0, left);
    left -= kept.length;
    if (kept.length < chunk.length) {
      child.stdout?.destroy();
      child.stderr?.destroy();
      onOutputLimit();
    }
    return kept;
  };
  child.stdout?.on('data', (chunk: Buffer) => {
    const kept = within(chunk);
    if (spec.onOutput) attempt(() => spec.onOutput?.(kept), fail);
    else collected.push(kept);
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    const kept = within(chunk);
    spec.onErrors?.(kept);
    tail = Buffer.concat([tail, kept]).subarray(-profile.stderrTailBytes);
  });
  return () => ({ stdout: Buffer.concat(collected), stderrTail: tail.toString('utf8') });
}

/** Resolves when the process has ended and its pipes are closed. */
function ended(child: ChildProcess): Promise<{ exitCode: number | null; signal: string | null }> {
  return new Promise((resolve, reject) => {
    child.on('error', (error) => {
      const message = `the sandbox could not be started: ${error.message}`;
      reject(new PlatformFault('sandbox-broken', { message, fix: 'Run `unblind runner doctor` on the runner.' }, { cause: error }));
    });
    // Without a PID namespace, a descendant may escape the killed process group; its open pipes must not keep the run alive.
    child.on('exit', () => {
      setTimeout(() => {
        child.stdout?.destroy();
        child.stderr?.destroy();
      }, 1000).unref();
    });
    child.on('close', (exitCode, signal) => resolve({ exitCode, signal }));
  });
}
