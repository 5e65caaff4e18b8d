import { chmod, mkdir, open, readdir, rm, unlink, type FileHandle } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { ParticipantFault } from '@unblind/contracts';
import { limitFault } from '../limit-fault';
import type { SandboxGpu, SandboxLimits, SandboxProvider, SandboxResult, SandboxUsage } from '../port';
import { profile } from '../profile';
import type { UnpackedImage } from '../images/unpack-image';
import { LineProtocol, protocolFault, requestOf, type Ready } from './line-protocol';
import { readOutput } from './read-output';

/** The requests to a container and the handling of its answers. */
export interface ContainerRun {
  image: UnpackedImage;
  /** An empty folder for this run, which the container sees as /input. */
  inputFolder: string;
  requests: number;
  /** The largest size of all answers together, and of each answer. */
  outputBytes: { all: number; each: number };
  limits: SandboxLimits;
  gpu?: SandboxGpu | undefined;
  /**
   * Receives the views that the container asks for (undefined for the stored ones), and whether it gets all requests at once.
   * @throws ParticipantFault for an unknown view
   */
  onReady(views: string[] | undefined, isBatch: boolean): void;
  /** Writes the views of a request into an existing folder. */
  prepare(request: number, folder: string): Promise<void>;
  /** Receives the bytes of an answer and the time from the request to the line that answers it. @throws ParticipantFault */
  take(request: number, bytes: Buffer, seconds: number): void;
  /** Receives what the container prints on stderr, even if the run fails. */
  onLog?: ((chunk: Buffer) => void) | undefined;
  signal?: AbortSignal;
}

export interface ContainerResult {
  usage: SandboxUsage;
  /** From the start to `ready`. */
  loadSeconds: number;
  /** The last part of the container's stderr. */
  log: string;
}

/** Starts a container, sends it all requests, and ends it. @throws ParticipantFault, PlatformFault */
export async function runContainer(provider: SandboxProvider, run: ContainerRun): Promise<ContainerResult> {
  const session = new ContainerSession(run);
  await chmod(run.inputFolder, 0o755);
  const { image, limits, gpu, requests, outputBytes } = run;
  const result = await provider
    .run({
      command: image.command,
      image,
      mounts: [{ source: run.inputFolder, target: '/input' }],
      output: {
        bytes: outputBytes.all + profile.outputSlackBytes,
        files: requests + 64,
        onFolder: (path) => (session.outputFolder = path),
      },
      stdin: session.stdin,
      limits,
      ...(gpu ? { gpu } : {}),
      onOutput: (chunk) => session.protocol.take(chunk),
      isAsked: () => session.protocol.isAsked,
      ...(run.onLog ? { onErrors: run.onLog } : {}),
      signal: run.signal ? AbortSignal.any([run.signal, session.failed.signal]) : session.failed.signal,
    })
    .finally(() => session.close());
  session.checkEnd(result);
  return { usage: result.usage, loadSeconds: session.loadSeconds, log: result.stderrTail };
}

/** Makes a folder readable for the sandbox's user, regardless of the umask. */
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const name of await readdir(folder)) await chmod(join(folder, name), 0o644);
}

/** The exchange of requests and answers with one container. */
class ContainerSession {
  readonly stdin = new PassThrough();
  readonly failed = new AbortController();
  readonly protocol = new LineProtocol({
    ready: (message) => this.then(() => this.begin(message)),
    answer: (id) => {
      const seconds = (performance.now() - this.asked) / 1000;
      this.then(() => this.collect(id, seconds));
    },
  });
  outputFolder = '';
  loadSeconds = 0;
  private readonly started = performance.now();
  private work: Promise<unknown> = Promise.resolve();
  private folder: FileHandle | undefined;
  private ending: NodeJS.Timeout | undefined;
  private collected = 0;
  private batch = false;
  /** When the last request was sent, by the clock of this process. */
  private asked = 0;

  constructor(private readonly run: ContainerRun) {
    this.stdin.on('error', () => undefined);
  }

  /** Runs steps one after another; the first step that fails ends the run. */
  private then(step: () => Promise<void>): void {
    this.work = this.work.then(() => (this.failed.signal.aborted ? undefined : step())).catch((error: unknown) => this.failed.abort(error));
  }

  private async begin({ mode, views }: Ready): Promise<void> {
    this.loadSeconds = (performance.now() - this.started) / 1000;
    this.run.onReady(views, mode === 'batch');
    // Kept open, because the path leads through a process of the container, which may end.
    this.folder = await open(this.outputFolder).catch(() => undefined);
    if (!this.folder) return; // The container has already ended; `checkEnd` reports that.
    this.batch = mode === 'batch';
    if (!this.batch) return this.ask([0]);
    await this.ask(Array.from({ length: this.run.requests }, (_, id) => id));
  }

  private async ask(ids: number[]): Promise<void> {
    for (const id of ids) {
      const folder = join(this.run.inputFolder, basename(requestOf(id).input));
      await mkdir(folder, { mode: 0o755 });
      await this.run.prepare(id, folder);
      await openToAll(folder);
    }
    this.protocol.asked(ids);
    const requests = ids.map(requestOf);
    this.asked = performance.now();
    this.stdin.write(`${JSON.stringify(this.batch ? { requests } : requests[0])}\n`);
  }

  private async collect(id: number, seconds: number): Promise<void> {
    const { input, output } = requestOf(id);
    const folder = `/proc/self/fd/${this.folder?.fd ?? -1}`;
    this.run.take(id, await readOutput(folder, basename(output), this.run.outputBytes.each), seconds);
    await unlink(`${folder}/${basename(output)}`).catch(() => undefined);
    await rm(join(this.run.inputFolder, basename(input)), { recursive: true, force: true });
    this.collected++;
    if (this.collected === this.run.requests) this.end();
    else if (!this.batch) await this.ask([id + 1]);
  }

  private end(): void {
    this.stdin.end();
    const late = protocolFault(`the container was still running ${profile.shutdownSeconds} s after its input had ended`, {
      expected: 'the container exits when stdin ends',
    });
    this.ending = setTimeout(() => this.failed.abort(late), profile.shutdownSeconds * 1000);
  }

  async close(): Promise<void> {
    clearTimeout(this.ending);
    this.stdin.destroy();
    // The last answer may still be in progress.
    await this.work;
    await this.folder?.close();
  }

  /** @throws ParticipantFault unless everything was answered */
  checkEnd(result: SandboxResult): void {
    const { requests, limits } = this.run;
    if (this.failed.signal.aborted) throw this.failed.signal.reason;
    const where = this.protocol.describeProgress(requests);
    const limit = limitFault(result, limits, where);
    if (limit) throw limit;
    if (this.collected === requests) return;
    const how = result.signal === null ? `exit code ${result.exitCode ?? 'unknown'}` : `signal ${result.signal}`;
    throw new ParticipantFault('model-run-failed', {
      message: `the container ended (${how}) too early: ${where}`,
      got: result.stderrTail || 'nothing on stderr',
      fix: 'Run it on the public sample with `unblind evaluate`, and read what it prints to stderr.',
    });
  }
}
