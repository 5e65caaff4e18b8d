import type { JobProgress } from '@unblind/contracts';
import type { Job } from 'bullmq';
import { UnrecoverableError, WaitingError } from 'bullmq';
import type { JobDefinition } from './catalogue';

/** The reason of a running job's abort signal. */
export class JobAborted extends Error {
  constructor(
    /** `timeout`: over the catalogue's limit. `lost`: another worker may hold it now, so write nothing. `shutdown`: it will be run again. */
    readonly why: 'timeout' | 'lost' | 'shutdown',
    message: string,
  ) {
    super(message);
    this.name = 'JobAborted';
  }
}

export interface JobContext<P> {
  payload: P;
  jobId: string;
  /** From 1. An attempt whose process was killed counts; an attempt ended by a shutdown does not. */
  attempt: number;
  /** There is no further attempt: if this one fails, write the final state now. */
  isLastAttempt: boolean;
  /** Every attempt ended with the death of its process: do not run the job, only write the final state. */
  exhausted: boolean;
  /** Aborted with a `JobAborted`. */
  signal: AbortSignal;
  /** May be called often: excess reports are dropped, except the last one (`done` = `total`). */
  progress: (progress: JobProgress) => void;
}

export type Handler<P> = (context: JobContext<P>) => Promise<void>;

export interface JobRun {
  definition: JobDefinition;
  handle: Handler<never>;
  /** The jobs that run in this process, to abort them. */
  running: Map<string, AbortController>;
  abortGraceMs: number;
  onError: (error: Error) => void;
}

const progressEveryMs = 200;

/** Runs one attempt of a job. The error it throws tells BullMQ whether to try again. */
export async function runJob(job: Job<unknown, void>, token: string | undefined, run: JobRun): Promise<void> {
  const { definition, running } = run;
  const payload = definition.schema.safeParse(job.data);
  if (!payload.success) throw new UnrecoverableError(`${job.name}: the payload does not fit the catalogue: ${payload.error.message}`);
  const jobId = job.id ?? '';
  const attempt = job.attemptsMade + job.stalledCounter + 1;
  const isLastAttempt = attempt >= definition.attempts;
  const controller = new AbortController();
  const timeout = new JobAborted('timeout', `${job.name} took more than ${definition.timeoutSeconds} s.`);
  const timer = setTimeout(() => controller.abort(timeout), definition.timeoutSeconds * 1000);
  running.set(jobId, controller);
  try {
    const context = {
      // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- it fits: the schema of this very job made it
      payload: payload.data as never,
      jobId,
      attempt,
      isLastAttempt,
      exhausted: attempt > definition.attempts,
      signal: controller.signal,
      progress: reporter(job, run.onError),
    };
    await withAbortGrace(run.handle(context), controller.signal, run.abortGraceMs);
  } catch (error) {
    const reason: unknown = controller.signal.reason;
    if (reason instanceof JobAborted && reason.why === 'shutdown') {
      await job.moveToWait(token);
      throw new WaitingError(); // "it is back in the queue already"
    }
    // BullMQ does not count the attempts that died, so it would try again.
    if (isLastAttempt) throw Object.assign(new UnrecoverableError(messageOf(error)), { cause: error });
    throw error;
  } finally {
    clearTimeout(timer);
    if (running.get(jobId) === controller) running.delete(jobId);
  }
}

/**
 * Settles with the handler, or rejects `graceMs` after an abort if the handler ignores it. Steps are idempotent, so a handler that goes
 * on does no harm.
 */
async function withAbortGrace(work: Promise<void>, signal: AbortSignal, graceMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const abandoned = new Promise<never>((_, reject) => {
    const giveUp = (): void => reject(signal.reason instanceof Error ? signal.reason : new Error(messageOf(signal.reason)));
    signal.addEventListener('abort', () => (timer = setTimeout(giveUp, graceMs)), { once: true });
  });
  try {
    await Promise.race([work, abandoned]);
  } finally {
    clearTimeout(timer);
  }
}

/** One report at a time: two at once could be written in either order, and the older one would stay. */
function reporter(job: Job<unknown, void>, onError: (error: Error) => void): (progress: JobProgress) => void {
  let last = 0;
  let written: Promise<unknown> = Promise.resolve();
  return (progress) => {
    const now = Date.now();
    if (now - last < progressEveryMs && progress.done < progress.total) return;
    last = now;
    written = written.then(() => job.updateProgress(progress)).catch(onError); // never a reason to fail the job
  };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
