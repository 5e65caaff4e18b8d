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

/** What a container is asked, and what becomes of its answers. */
export interface ContainerRun {
  image: UnpackedImage;
  /** An empty folder of this run; what is written below it the container finds in /input. */
  inputFolder: string;
  requests: number;
  /** The most bytes that all answers together, and one of them, may have. */
  outputBytes: { all: number; each: number };
  limits: SandboxLimits;
  gpu?: SandboxGpu | undefined;
  /**
   * The views that it asks for, or undefined for those that are stored, and whether it is asked everything at once. @throws
   * ParticipantFault for a view that there is not
   */
  onReady(views: string[] | undefined, isBatch: boolean): void;
  /** Writes the views of a request into a folder that exists. */
  prepare(request: number, folder: string): Promise<void>;
  /** Takes the bytes that were written as answer, and the time from the question to the answer's line. @throws ParticipantFault */
  take(request: number, bytes: Buffer, seconds: number): void;
  /** Sees what it prints on stderr, also where it fails. */
  onLog?: ((chunk: Buffer) => void) | undefined;
  signal?: AbortSignal;
}

export interface ContainerResult {
  usage: SandboxUsage;
  /** From the start to `ready`. */
  loadSeconds: number;
  /** The end of what it printed on stderr. */
  log: string;
}

/** Starts a container, asks it everything there is to ask, and ends it. @throws ParticipantFault, PlatformFault */
export async function runContainer(provider: SandboxProvider, run: ContainerRun): Promise<ContainerResult> {
  const dialogue = new Dialogue(run);
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
        onFolder: (path) => (dialogue.outputFolder = path),
      },
      stdin: dialogue.stdin,
      limits,
      ...(gpu ? { gpu } : {}),
      onOutput: (chunk) => dialogue.protocol.take(chunk),
      ...(run.onLog ? { onErrors: run.onLog } : {}),
      signal: run.signal ? AbortSignal.any([run.signal, dialogue.failed.signal]) : dialogue.failed.signal,
    })
    .finally(() => dialogue.close());
  dialogue.checkEnd(result);
  return { usage: result.usage, loadSeconds: dialogue.loadSeconds, log: result.stderrTail };
}

/** Whatever the umask: the sandbox's user is another one. */
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const name of await readdir(folder)) await chmod(join(folder, name), 0o644);
}

class Dialogue {
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
  /** When the last question was put: the clock is this process's alone. */
  private asked = 0;

  constructor(private readonly run: ContainerRun) {
    this.stdin.on('error', () => undefined);
  }

  /** One thing after the other; the first that fails ends the run. */
  private then(step: () => Promise<void>): void {
    this.work = this.work.then(() => (this.failed.signal.aborted ? undefined : step())).catch((error: unknown) => this.failed.abort(error));
  }

  private async begin({ mode, views }: Ready): Promise<void> {
    this.loadSeconds = (performance.now() - this.started) / 1000;
    this.run.onReady(views, mode === 'batch');
    // Held open, so that it stays the same folder whatever becomes of the process that it is seen through.
    this.folder = await open(this.outputFolder).catch(() => undefined);
    if (!this.folder) return; // It has ended meanwhile, which `checkEnd` tells.
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
    const late = protocolFault(`it went on for ${profile.goodbyeSeconds} s after its input had ended`, {
      expected: 'an end when stdin ends',
    });
    this.ending = setTimeout(() => this.failed.abort(late), profile.goodbyeSeconds * 1000);
  }

  async close(): Promise<void> {
    clearTimeout(this.ending);
    this.stdin.destroy();
    // What it answered last may still be under way.
    await this.work;
    await this.folder?.close();
  }

  /** @throws ParticipantFault unless everything was answered */
  checkEnd(result: SandboxResult): void {
    const { requests, limits } = this.run;
    if (this.failed.signal.aborted) throw this.failed.signal.reason;
    const where = this.protocol.whereabouts(requests);
    const limit = limitFault(result, limits, where);
    if (limit) throw limit;
    if (this.collected === requests) return;
    const how = result.signal === null ? `exit code ${result.exitCode}` : `signal ${result.signal}`;
    throw new ParticipantFault('model-run-failed', {
      message: `the container ended (${how}) too early: ${where}`,
      got: result.stderrTail || 'nothing on stderr',
      fix: 'Run it on the public sample with `unblind evaluate`, and read what it prints to stderr.',
    });
  }
}
