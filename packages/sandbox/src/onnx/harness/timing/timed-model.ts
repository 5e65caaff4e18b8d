import { InferenceSession, type Tensor } from 'onnxruntime-node';
import { providersOf, type ExecutionProvider } from '../execution-provider';
import { at } from '../stage';
import { CoreWatch } from './core-watch';
import type { Call } from './query-source';
import type { TimedModelJob } from './timing-job';

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
    private readonly job: TimedModelJob,
    private readonly options: InferenceSession.SessionOptions,
    readonly loadSeconds: number,
  ) {}

  static async load(job: TimedModelJob, threads: number, provider: ExecutionProvider): Promise<TimedModel> {
    const options = sessionOptions(threads, provider);
    const started = performance.now();
    const session = await at('load', () => InferenceSession.create(job.model, options));
    return new TimedModel(session, job, options, secondsSince(started));
  }

  /** The same model in a session that lies elsewhere in memory. */
  async reload(): Promise<void> {
    await this.session.release();
    this.session = await at('load', () => InferenceSession.create(this.job.model, this.options));
  }

  /** Calls one after another. `record` gets each number of the answers, after the last call. */
  async time(calls: readonly Call[], record?: (place: number, value: number) => void): Promise<TimedCalls> {
    const { name } = this.job.output;
    // Sessions run on Node's own threads, which are there once a model is loaded.
    core ??= new CoreWatch();
    const watch = core;
    const times: TimedCalls = { seconds: [], ownSeconds: [] };
    const answers: (Tensor | undefined)[] = [];
    let before = watch.waited();
    await at('run', async () => {
      for (const { feeds } of calls) {
        const started = performance.now();
        const outputs = await this.session.run(feeds, [name]);
        const seconds = secondsSince(started);
        times.seconds.push(seconds);
        const after = watch.waited();
        times.ownSeconds.push(Math.max(leastOwn * seconds, seconds - (after - before)));
        before = after;
        answers.push(outputs[name]);
      }
    });
    if (record)
      for (const [index, { places, values }] of calls.entries()) {
        const given = values(answers[index]);
        places.forEach((place, of) => record(place, given[of] ?? NaN));
      }
    return times;
  }
}

/**
 * Threads of one session must not spin while another has its turn. On a GPU the outputs are bound to pinned memory, so that they
 * are copied once.
 */
export function sessionOptions(threads: number, provider: ExecutionProvider): InferenceSession.SessionOptions {
  return {
    executionProviders: providersOf(provider),
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
