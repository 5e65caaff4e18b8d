import { InferenceSession, type Tensor } from 'onnxruntime-node';
import { Failure } from '../failure';
import { InputReader } from '../input-reader';
import { scoresOf } from '../output-scores';
import { CoreWatch } from './core-watch';
import type { ExecutionProvider, TimedModelJob } from './timing-job';

/** What goes into one call of a model, made before the clock runs. */
interface Call {
  feeds: Record<string, Tensor>;
  /** The rows that it answers for, in order; the tensors may be longer. */
  rows: number[];
  size: number;
}

/** Of each call. */
export interface TimedCalls {
  /** By the clock on the wall. */
  seconds: number[];
  /** Without what other processes took of the core. */
  ownSeconds: number[];
}

/** What is left of a call at the least: the kernel's count and the clock differ by a little. */
const leastOwn = 0.05;
let core: CoreWatch | undefined;

/** A session with its inputs. The clock is here and nowhere else: it runs while the session does. */
export class TimedModel {
  private constructor(
    private session: InferenceSession,
    private readonly inputs: readonly InputReader[],
    private readonly job: TimedModelJob,
    private readonly options: InferenceSession.SessionOptions,
    readonly loadSeconds: number,
  ) {}

  static async load(job: TimedModelJob, rows: number, threads: number, provider: ExecutionProvider): Promise<TimedModel> {
    const inputs = job.inputs.map((input) => attempt('input', () => new InputReader(input, rows), input.name));
    const options = sessionOptions(threads, provider);
    const started = performance.now();
    const session = await attemptAsync('load', () => InferenceSession.create(job.model, options));
    return new TimedModel(session, inputs, job, options, secondsSince(started));
  }

  /** The same model in a session that lies elsewhere in memory. */
  async reload(): Promise<void> {
    await this.session.release();
    this.session = await attemptAsync('load', () => InferenceSession.create(this.job.model, this.options));
  }

  /** Rows from anywhere as one call, padded where the graph has its batch baked in. */
  callOfRows(rows: number[]): Call {
    const size = this.job.fixedBatch ?? rows.length;
    return { feeds: this.feeds((input) => input.gather(rows, size)), rows, size };
  }

  /** Rows that lie one after another as one call. */
  callOfSet(first: number, length: number): Call {
    const rows = Array.from({ length }, (_, index) => first + index);
    return { feeds: this.feeds((input) => input.batch(first, length, length)), rows, size: length };
  }

  /** Calls one after another. `record` gets the score of each row, after the last call. */
  async time(calls: readonly Call[], record?: (row: number, score: number) => void): Promise<TimedCalls> {
    const { name } = this.job.output;
    // Sessions run on Node's own threads, which are there once a model is loaded.
    core ??= new CoreWatch();
    const watch = core;
    const times: TimedCalls = { seconds: [], ownSeconds: [] };
    const answers: (Tensor | undefined)[] = [];
    await attemptAsync('run', async () => {
      for (const { feeds } of calls) {
        const waited = watch.waited();
        const started = performance.now();
        const outputs = await this.session.run(feeds, [name]);
        const seconds = secondsSince(started);
        times.seconds.push(seconds);
        times.ownSeconds.push(Math.max(leastOwn * seconds, seconds - (watch.waited() - waited)));
        answers.push(outputs[name]);
      }
    });
    if (record)
      for (const [at, { rows, size }] of calls.entries()) {
        const scores = scoresOf(answers[at], this.job.output, size);
        for (const [index, row] of rows.entries()) record(row, scores[index] ?? NaN);
      }
    return times;
  }

  private feeds(tensor: (input: InputReader) => Tensor): Record<string, Tensor> {
    return Object.fromEntries(this.inputs.map((input) => [input.name, attempt('input', () => tensor(input), input.name)]));
  }
}

/**
 * Threads of one session must not spin while another has its turn. On a GPU the outputs are bound to pinned memory, so that they
 * are copied once.
 */
export function sessionOptions(threads: number, provider: ExecutionProvider): InferenceSession.SessionOptions {
  return {
    executionProviders: provider === 'cpu' ? ['cpu'] : [provider, 'cpu'],
    ...(provider === 'cpu' ? {} : { preferredOutputLocation: 'cpu-pinned' }),
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
    extra: { session: { force_spinning_stop: '1' } },
  };
}

const secondsSince = (started: number): number => (performance.now() - started) / 1000;

function attempt<T>(stage: Failure['stage'], work: () => T, subject = ''): T {
  try {
    return work();
  } catch (error) {
    throw failure(stage, error, subject);
  }
}

async function attemptAsync<T>(stage: Failure['stage'], work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw failure(stage, error, '');
  }
}

function failure(stage: Failure['stage'], error: unknown, subject: string): Failure {
  if (error instanceof Failure) return error;
  return new Failure(stage, error instanceof Error ? error.message : String(error), subject);
}
