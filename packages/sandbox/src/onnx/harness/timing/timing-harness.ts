/**
 * Runs inside the sandbox: times one model in turns with a reference model. It uses only Node's own modules, onnxruntime-node and the
 * npy package, reads the job from stdin, and answers on stdout with lines of JSON. The runner does not trust its answers.
 */
import { readFileSync, writeSync } from 'node:fs';
import { env } from 'onnxruntime-node';
import { Failure } from '../failure';
import { querySource } from './query-source';
import { runRounds, slice, type Candidate } from './rounds';
import { shuffled } from './shuffle';
import { TimedModel } from './timed-model';
import type { Role, Scenario, TimedModelJob, TimingJob, TimingMessage } from './timing-job';

const valuesPerMessage = 12_000;

function say(message: TimingMessage): void {
  const line = Buffer.from(`${JSON.stringify(message)}\n`);
  for (let done = 0; done < line.length;) done += writeSync(1, line, done);
}

async function run(job: TimingJob): Promise<void> {
  const { batches, budget } = job;
  const values = new Float32Array(job.values).fill(NaN);
  const load = async (role: Role, asked: TimedModelJob): Promise<(batch: number) => Candidate> => {
    const source = querySource(asked);
    const order = shuffled(source.queries, job.seed);
    const model = await TimedModel.load(asked, job.threads, job.executionProvider);
    const candidate = (batch: number): Candidate => ({
      role,
      model,
      batch,
      nextCall: () => source.call(Array.from({ length: batch }, () => order.next().value)),
      ...(role === 'submission' ? { record: (place: number, value: number) => (values[place] = value) } : {}),
    });
    const [firstSeconds = 0] = (await slice(candidate(1), 1)).seconds;
    say({ event: 'loaded', role, seconds: model.loadSeconds, firstSeconds });
    return candidate;
  };
  const sizes = (asked: TimedModelJob, scenario: Scenario): number[] => {
    if (scenario === 'single-stream' || asked.kind === 'sets') return [1];
    return asked.fixedBatch === null ? batches : [asked.fixedBatch];
  };

  const before = residentBytes('VmRSS');
  const submission = await load('submission', job.submission);
  const scenarios = job.scenarios.filter((scenario) => scenario === 'single-stream' || job.submission.kind === 'rows');
  for (const scenario of scenarios) for (const size of sizes(job.submission, scenario)) await slice(submission(size), 2);
  // Measured before the reference is loaded.
  say({ event: 'memory', bytes: Math.max(0, residentBytes('VmHWM') - before) });
  const reference = job.reference && (await load('reference', job.reference));
  for (const scenario of scenarios)
    await runRounds({
      scenario,
      submission: sizes(job.submission, scenario).map(submission),
      reference: job.reference && reference ? sizes(job.reference, scenario).map(reference) : [],
      // In the offline scenario only the duration matters, not the number of queries.
      budget: scenario === 'offline' ? { ...budget, queries: 0 } : budget,
      setsDiffer: job.submission.kind === 'sets',
      say,
    });
  for (let first = 0; first < values.length; first += valuesPerMessage)
    say({ event: 'outputs', first, scores: base64(values.subarray(first, first + valuesPerMessage)) });
  say({ event: 'finished' });
}

const base64 = ({ buffer, byteOffset, byteLength }: Float32Array): string => Buffer.from(buffer, byteOffset, byteLength).toString('base64');

/** The memory of this process now (VmRSS) or at its peak (VmHWM), in bytes. */
function residentBytes(field: 'VmRSS' | 'VmHWM'): number {
  return Number(new RegExp(`${field}:\\s+(\\d+)`).exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) * 1024;
}

async function main(): Promise<void> {
  env.logLevel = 'error';
  say({ event: 'ready' });
  try {
    // eslint-disable-next-line @typescript-eslint/no-unsafe-assignment -- the runner's own words, written by time-onnx.ts
    const job: TimingJob = JSON.parse(readFileSync(0, 'utf8'));
    await run(job);
  } catch (error) {
    const { stage, message, subject, expected, got } = error instanceof Failure ? error : new Failure('run', String(error));
    say({ event: 'failed', stage, message: message.slice(0, 4000), subject: subject.slice(0, 256), expected, got: got.slice(0, 256) });
    process.exitCode = 1;
  }
}

void main();
