/**
 * Runs inside the sandbox: one model on the rows, or the sets, of its input views. It uses only Node's own modules, onnxruntime-node
 * and the npy package, reads the job from stdin, and answers on stdout with frames; it cannot write to the host. The runner does not
 * trust its answers.
 */
import { readFileSync, writeSync } from 'node:fs';
import { env, InferenceSession } from 'onnxruntime-node';
import { callsOnRows, callsOnSets } from './calls';
import { providersOf } from './execution-provider';
import { Failure } from './failure';
import { encodeFrame, frameKind, maxFrameBytes } from './frames';
import type { HarnessJob, HarnessMessage } from './job';
import { at } from './stage';

const flushMilliseconds = 100;

function write(kind: number, payload: Uint8Array): void {
  const frame = encodeFrame(kind, payload);
  for (let done = 0; done < frame.length;) done += writeSync(1, frame, done);
}

function say(message: HarnessMessage): void {
  write(frameKind.message, Buffer.from(JSON.stringify(message)));
}

/** Collects scores and sends them every hundred milliseconds, from which the runner computes progress. */
class ScoreSender {
  private waiting: Float32Array[] = [];
  private sent = performance.now();

  add(scores: Float32Array): void {
    this.waiting.push(scores);
    if (performance.now() - this.sent > flushMilliseconds) this.flush();
  }

  flush(): void {
    const bytes = Buffer.concat(this.waiting.map((scores) => new Uint8Array(scores.buffer, scores.byteOffset, scores.byteLength)));
    for (let at = 0; at < bytes.length; at += maxFrameBytes) write(frameKind.scores, bytes.subarray(at, at + maxFrameBytes));
    this.waiting = [];
    this.sent = performance.now();
  }
}

async function run(job: HarnessJob): Promise<void> {
  const calls = await (job.kind === 'rows' ? callsOnRows(job) : callsOnSets(job));
  const started = performance.now();
  const session = await at('load', () => load(job));
  say({ event: 'loaded', seconds: (performance.now() - started) / 1000 });

  const sender = new ScoreSender();
  let deterministic = true;
  for (let call = 0; call < calls.count; call++) {
    const answer = await calls.run(session, call);
    if (call === 0) deterministic = sameBits(answer, await calls.run(session, 0));
    sender.add(answer);
  }
  sender.flush();
  say({ event: 'finished', deterministic });
}

function load(job: HarnessJob): Promise<InferenceSession> {
  return InferenceSession.create(job.model, {
    executionProviders: providersOf(job.executionProvider),
    intraOpNumThreads: job.threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
  });
}

/** True if both answers are equal; NaN equals NaN. */
function sameBits(a: Float32Array, b: Float32Array): boolean {
  return a.length === b.length && a.every((value, index) => Object.is(value, b[index]));
}

async function main(): Promise<void> {
  env.logLevel = 'error';
  say({ event: 'ready' });
  try {
    // eslint-disable-next-line @typescript-eslint/no-unsafe-assignment -- the runner's own words, written by run-harness.ts
    const job: HarnessJob = JSON.parse(readFileSync(0, 'utf8'));
    await run(job);
  } catch (error) {
    const { stage, message, subject, expected, got } = error instanceof Failure ? error : new Failure('run', String(error));
    say({ event: 'failed', stage, message: message.slice(0, 4096), subject: subject.slice(0, 256), expected, got: got.slice(0, 256) });
    process.exitCode = 1;
  }
}

void main();
