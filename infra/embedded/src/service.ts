import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { openSync, closeSync, readFileSync } from 'node:fs';
import { commonEnvironment } from './environments';

export interface ServiceOptions {
  name: string;
  script: string;
  cwd: string;
  env: Record<string, string>;
  logFile: string;
  /** Called when the process ends without having been stopped. */
  onExit: (reason: string) => void;
}

/** One Node process of the platform. It gets only the environment variables passed here and the common ones. */
export class Service {
  private readonly child: ChildProcess;
  private stopping = false;

  constructor(private readonly options: ServiceOptions) {
    const log = openSync(options.logFile, 'a');
    // However this process dies, the kernel then sends SIGTERM to the service.
    this.child = spawn('setpriv', ['--pdeathsig', 'TERM', process.execPath, '--enable-source-maps', options.script], {
      cwd: options.cwd,
      env: { ...commonEnvironment(process.env), ...options.env },
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    this.child.once('exit', (code, signal) => {
      if (!this.stopping)
        options.onExit(`${options.name} ended with ${signal ?? `code ${code ?? 'unknown'}`}; the end of its log:\n${this.lastLogLines()}`);
    });
  }

  get running(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Polls a URL until it responds with success. */
  async waitUntilReady(url: string, seconds = 60): Promise<void> {
    const deadline = Date.now() + seconds * 1000;
    for (;;) {
      if (!this.running) throw new Error(`${this.options.name} did not start:\n${this.lastLogLines()}`);
      const answer = await fetch(url, { signal: AbortSignal.timeout(5000) }).catch(() => null);
      await answer?.body?.cancel();
      if (answer?.ok) return;
      if (Date.now() > deadline)
        throw new Error(`${this.options.name} does not answer at ${url} after ${seconds} s:\n${this.lastLogLines()}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** Sends SIGTERM, and SIGKILL after `graceMs`. */
  async stop(graceMs = 10_000): Promise<void> {
    this.stopping = true;
    if (!this.running) return;
    const exited = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), graceMs);
    await exited;
    clearTimeout(timer);
  }

  private lastLogLines(): string {
    return readFileSync(this.options.logFile, 'utf8').split('\n').slice(-15).join('\n');
  }
}
