import { InferenceSession, type Tensor } from 'onnxruntime-node';
import { providersOf, type ExecutionProvider } from '../execution-provider';
import { at } from '../stage';
import { CoreWatch } from './core-watch';
import type { Call } from './query-source';
import type { TimedModelJob } from './timing-job';

/** The times of each call. */
export interface TimedCalls {
  /** Wall time. */
  seconds: number[];
  /** Wall time without the time in which other processes used the core. */
  ownSeconds: number[];
}

/** Smallest fraction of a call's wall time for `ownSeconds`, because the kernel's count and the clock differ a little. */
const leastOwn = 0.05;
let core: CoreWatch | undefined;

/** A session with its inputs. All timing happens here, and only while the session runs. */
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

  /** Loads the same model again, which places it elsewhere in memory. */
  async reload(): Promise<void> {
    await this.session.release();
    this.session = await at('load', () => InferenceSession.create(this.job.model, this.options));
  }

  /** Runs calls one after another. `record` receives each number of the answers after the last call. */
  async time(calls: readonly Call[], record?: (place: number, value: number) => void): Promise<TimedCalls> {
    const { name } = this.job.output;
    // Sessions run on Node's own threads, which exist once a model is loaded.
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
 * The threads of one session must not spin during the turn of another. On a GPU the outputs are bound to pinned memory, so that they
 * are copied only once.
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
