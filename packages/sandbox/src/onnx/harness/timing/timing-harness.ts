/**
 * Runs inside the sandbox: times one model, with a reference model in turns beside it. It has Node's own modules and
 * onnxruntime-node, reads the job from stdin and answers on stdout by lines of JSON. What it says is not trusted outside.
 */
import { readFileSync, writeSync } from 'node:fs';
import { env } from 'onnxruntime-node';
import { Failure } from '../failure';
import { playRounds, slice, type Contestant } from './rounds';
import { shuffled } from './shuffle';
import { TimedModel } from './timed-model';
import type { Role, Scenario, TimingJob, TimingMessage } from './timing-job';

const rowsPerMessage = 12_000;

function say(message: TimingMessage): void {
  const line = Buffer.from(`${JSON.stringify(message)}\n`);
  for (let done = 0; done < line.length;) done += writeSync(1, line, done);
}

/** How the queries of a job become calls of a model. */
class Queries {
  private readonly order: Generator<number, never>;
  private readonly firstRows: number[];

  constructor(private readonly job: TimingJob) {
    const { lengths, rows, seed } = job;
    let next = 0;
    this.firstRows = (lengths ?? []).map((length) => (next += length) - length);
    this.order = shuffled(lengths?.length ?? rows, seed);
  }

  call(model: TimedModel, batch: number): ReturnType<TimedModel['callOfRows']> {
    if (!this.job.lengths) return model.callOfRows(Array.from({ length: batch }, () => this.order.next().value));
    const set = this.order.next().value;
    return model.callOfSet(this.firstRows[set] ?? 0, this.job.lengths[set] ?? 0);
  }
}

async function run(job: TimingJob): Promise<void> {
  const { rows, batches, budget } = job;
  const queries = new Queries(job);
  const scores = new Float32Array(rows).fill(NaN);
  const contestant = (role: Role, model: TimedModel, batch: number): Contestant => ({
    role,
    model,
    batch,
    nextCall: () => queries.call(model, batch),
    ...(role === 'submission' ? { record: (row: number, score: number) => (scores[row] = score) } : {}),
  });
  const load = async (role: Role): Promise<TimedModel | null> => {
    const asked = job[role];
    if (!asked) return null;
    const model = await TimedModel.load(asked, rows, job.threads, job.executionProvider);
    const [firstSeconds = 0] = (await slice(contestant(role, model, 1), 1)).seconds;
    say({ event: 'loaded', role, seconds: model.loadSeconds, firstSeconds });
    return model;
  };
  const team = (role: Role, model: TimedModel | null, scenario: Scenario): Contestant[] => {
    const fixed = job[role]?.fixedBatch;
    const sizes = scenario === 'single-stream' || job.lengths ? [1] : fixed ? [fixed] : batches;
    return model ? sizes.map((size) => contestant(role, model, size)) : [];
  };

  const before = residentBytes('VmRSS');
  const submission = await load('submission');
  for (const scenario of job.scenarios) for (const each of team('submission', submission, scenario)) await slice(each, 2);
  // Nothing but the submission has been loaded yet.
  say({ event: 'memory', bytes: Math.max(0, residentBytes('VmHWM') - before) });
  const reference = await load('reference');
  for (const scenario of job.scenarios) {
    const teams = { submission: team('submission', submission, scenario), reference: team('reference', reference, scenario) };
    // Offline, every call answers for a whole batch: what counts is that the time is spent.
    const scenarioBudget = scenario === 'offline' ? { ...budget, queries: 0 } : budget;
    await playRounds({ scenario, ...teams, budget: scenarioBudget, setsDiffer: job.lengths !== null, say });
  }
  for (let first = 0; first < rows; first += rowsPerMessage)
    say({ event: 'outputs', first, scores: base64(scores.subarray(first, first + rowsPerMessage)) });
  say({ event: 'finished' });
}

const base64 = ({ buffer, byteOffset, byteLength }: Float32Array): string => Buffer.from(buffer, byteOffset, byteLength).toString('base64');

/** This process's memory now (VmRSS) or at most (VmHWM). */
function residentBytes(field: 'VmRSS' | 'VmHWM'): number {
  return Number(new RegExp(`${field}:\\s+(\\d+)`).exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) * 1024;
}

async function main(): Promise<void> {
  env.logLevel = 'error';
  say({ event: 'ready' });
  try {
    const job: TimingJob = JSON.parse(readFileSync(0, 'utf8'));
    await run(job);
  } catch (error) {
    const { stage, message, subject, expected, got } = error instanceof Failure ? error : new Failure('run', String(error));
    say({ event: 'failed', stage, message: message.slice(0, 4000), subject: subject.slice(0, 256), expected, got: got.slice(0, 256) });
    process.exitCode = 1;
  }
}

void main();
