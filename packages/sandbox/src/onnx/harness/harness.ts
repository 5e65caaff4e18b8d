/**
 * Runs inside the sandbox: one model over the rows of its input views. It has Node's own modules and onnxruntime-node, reads the
 * job from stdin, and answers on stdout by frames; nothing of the host is writable to it. What it says is not trusted outside.
 */
import { readFileSync, writeSync } from 'node:fs';
import { env, InferenceSession, type Tensor } from 'onnxruntime-node';
import { Failure } from './failure';
import { encodeFrame, frameKind, maxFrameBytes } from './frames';
import { InputReader } from './input-reader';
import type { HarnessJob, HarnessMessage } from './job';
import { scoresOf } from './output-scores';

const flushMilliseconds = 100;

function write(kind: number, payload: Uint8Array): void {
  const frame = encodeFrame(kind, payload);
  for (let done = 0; done < frame.length;) done += writeSync(1, frame, done);
}

function say(message: HarnessMessage): void {
  write(frameKind.message, Buffer.from(JSON.stringify(message)));
}

/** Collects scores and sends them by the hundred milliseconds, which is also what progress is made of. */
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

async function at<T>(stage: Failure['stage'], work: () => T | Promise<T>, subject = ''): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(stage, error instanceof Error ? error.message : String(error), subject);
  }
}

async function run(job: HarnessJob): Promise<void> {
  const inputs: InputReader[] = [];
  for (const input of job.inputs) inputs.push(await at('input', () => new InputReader(input, job.rows), input.name));
  const started = performance.now();
  const session = await at('load', () => load(job));
  say({ event: 'loaded', seconds: (performance.now() - started) / 1000 });

  const scores = async (first: number): Promise<Float32Array> => {
    const count = Math.min(job.batch, job.rows - first);
    const size = job.padLastBatch ? job.batch : count;
    const feeds: Record<string, Tensor> = {};
    for (const input of inputs) feeds[input.name] = await at('input', () => input.batch(first, count, size), input.name);
    const outputs = await at('run', () => session.run(feeds, [job.output.name]));
    return scoresOf(outputs[job.output.name], job.output, size).subarray(0, count);
  };
  const sender = new ScoreSender();
  let deterministic = true;
  for (let first = 0; first < job.rows; first += job.batch) {
    const answer = await scores(first);
    if (first === 0) deterministic = sameBits(answer, await scores(0));
    sender.add(answer);
  }
  sender.flush();
  say({ event: 'finished', deterministic });
}

function load(job: HarnessJob): Promise<InferenceSession> {
  return InferenceSession.create(job.model, {
    executionProviders: ['cpu'],
    intraOpNumThreads: job.threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
  });
}

/** NaN equals NaN here: it is the same answer. */
function sameBits(a: Float32Array, b: Float32Array): boolean {
  return a.length === b.length && a.every((value, index) => Object.is(value, b[index]));
}

async function main(): Promise<void> {
  env.logLevel = 'error';
  say({ event: 'ready' });
  try {
    const job: HarnessJob = JSON.parse(readFileSync(0, 'utf8'));
    await run(job);
  } catch (error) {
    const { stage, message, subject, expected, got } = error instanceof Failure ? error : new Failure('run', String(error));
    say({ event: 'failed', stage, message: message.slice(0, 4096), subject: subject.slice(0, 256), expected, got: got.slice(0, 256) });
    process.exitCode = 1;
  }
}

void main();
