import { inspect } from 'node:util';
import type { FaultDetail, JobProgress } from '@unblind/contracts';
import { ParticipantFault, PlatformFault, asFault } from '@unblind/contracts';
import { HEARTBEAT_MS, beat, claim, endWithFault, release } from '@unblind/database';
import type { Claim, Database, LeasedRow } from '@unblind/database';
import { JobAborted } from '@unblind/queue';
import type { JobContext } from '@unblind/queue';
import type { Logger } from 'pino';

export interface HoldOptions {
  database: Database;
  log: Logger;
  runner: string;
}

export interface HeldJob extends Pick<JobContext<unknown>, 'isLastAttempt' | 'exhausted' | 'signal'> {
  row: LeasedRow;
  id: string;
  /** Aborts when the job loses the machine. The job then starts again elsewhere, even after its last attempt. */
  machineLost?: AbortSignal;
  /** Reduces a platform fault to what participants may see; default: unchanged. */
  shown?: (fault: FaultDetail) => FaultDetail;
}

export interface Held {
  claim: Claim;
  /** Aborts when the job must stop, or when the claim is lost to a cancel or to another runner. */
  signal: AbortSignal;
  progress: (progress: JobProgress) => void;
}

/** The row was cancelled or claimed by another runner: this one stops and writes nothing more. */
class ClaimLost extends Error {}

/**
 * Claims a row, keeps the claim alive during the work, and ends the row according to the error thrown: a participant's fault ends it
 * at once; a platform fault is retried, and ends it only on the last attempt. Does nothing if another runner holds the row.
 */
export async function hold(options: HoldOptions, job: HeldJob, work: (held: Held) => Promise<void>): Promise<void> {
  const { row } = job;
  const held = await claim(options.database, row, job.id, options.runner);
  if (!held) return;
  const heart = keepAlive(options, row, held);
  const signals = [job.signal, heart.lost, ...(job.machineLost ? [job.machineLost] : [])];
  try {
    if (job.exhausted) throw runnersLost(row);
    await work({ claim: held, signal: AbortSignal.any(signals), progress: heart.progress });
  } catch (thrown) {
    const aborted = heart.lost.aborted ? 'lost' : whyAborted(job.signal);
    if (aborted !== 'lost') await endAttempt(options, held, job, { thrown, aborted });
  } finally {
    heart.stop();
  }
}

function keepAlive({ database, log }: HoldOptions, row: LeasedRow, held: Claim) {
  const lost = new AbortController();
  let latest: JobProgress | undefined;
  const timer = setInterval(() => {
    beat(database, row, held, latest)
      .then((alive) => !alive && lost.abort(new ClaimLost()))
      // A missed heartbeat does no harm: the next one renews the claim.
      .catch((error: unknown) => log.warn({ id: held.id, error: String(error) }, 'heartbeat failed'));
  }, HEARTBEAT_MS);
  return {
    lost: lost.signal,
    progress: (progress: JobProgress) => void (latest = progress),
    stop: () => clearInterval(timer),
  };
}

interface Failure {
  thrown: unknown;
  aborted: JobAborted['why'] | null;
}

/** @throws the error that the queue shall count as a failed attempt */
async function endAttempt(
  { database, log }: HoldOptions,
  held: Claim,
  { row, id, ...job }: HeldJob,
  { thrown, aborted }: Failure,
): Promise<void> {
  if (aborted === 'shutdown') {
    await release(database, row, held, { message: 'The runner is stopping. Waiting for another runner.', counts: false });
    throw thrown;
  }
  const fault = asFault(thrown);
  if (fault instanceof ParticipantFault) {
    await endWithFault(database, row, held, fault.detail);
    return;
  }
  const { code } = fault.detail;
  log.error({ id, state: row.active, code, error: fault.message, cause: causeOf(fault) }, 'attempt failed');
  if (job.isLastAttempt && !job.machineLost?.aborted) {
    await endWithFault(database, row, held, job.shown?.(fault.detail) ?? fault.detail);
    return;
  }
  await release(database, row, held, { message: 'The platform failed; trying again.', counts: true });
  throw fault;
}

function causeOf({ cause }: PlatformFault): string {
  if (cause === undefined) return '';
  return cause instanceof Error ? String(cause) : inspect(cause);
}

function whyAborted(signal: AbortSignal): JobAborted['why'] | null {
  const reason: unknown = signal.reason;
  return reason instanceof JobAborted ? reason.why : null;
}

function runnersLost({ platformFix }: LeasedRow): PlatformFault {
  return new PlatformFault('runner-lost', { message: 'Every runner that worked on it stopped unexpectedly.', fix: platformFix });
}
