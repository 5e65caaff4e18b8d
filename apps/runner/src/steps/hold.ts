import type { FaultDetail, JobProgress } from '@unblind/contracts';
import { ParticipantFault, PlatformFault, asFault } from '@unblind/contracts';
import { endWithFault, heartbeat } from '@unblind/database';
import type { Claim, Database } from '@unblind/database';
import { JobAborted } from '@unblind/queue';
import type { JobContext } from '@unblind/queue';
import type { Logger } from 'pino';
import { HEARTBEAT_MS } from './steps';
import type { Step } from './steps';
import { putBack, takeUp } from './take-up';

/** The evaluation was cancelled or taken over: whoever had it stops and writes nothing more. */
class ClaimLost extends Error {}

export interface StepWork {
  claim: Claim;
  signal: AbortSignal;
  progress(progress: JobProgress): void;
}

export interface HoldOptions {
  database: Database;
  log: Logger;
  runner: string;
}

type Job = Pick<JobContext<{ evaluationId: string }>, 'payload' | 'isLastAttempt' | 'exhausted' | 'signal'>;

/**
 * Takes an evaluation up for one step, keeps its claim alive with progress while the work goes on, and turns what is thrown
 * into the right end: the participant's fault rejects at once, the platform's is retried and fails on the last attempt only.
 */
export async function holdFor(
  { database, log, runner }: HoldOptions,
  step: Step,
  job: Job,
  work: (held: StepWork) => Promise<void>,
): Promise<void> {
  const { evaluationId } = job.payload;
  const claim = await takeUp(database, evaluationId, step, runner);
  if (!claim) return;
  const lost = new AbortController();
  let latest: JobProgress | undefined;
  const beat = setInterval(() => {
    heartbeat(database, claim, step.active, latest)
      .then((held) => !held && lost.abort(new ClaimLost()))
      .catch((error: unknown) => log.warn({ evaluationId, error: String(error) }, 'heartbeat failed'));
  }, HEARTBEAT_MS);
  try {
    if (job.exhausted) throw runnerLost();
    await work({ claim, signal: AbortSignal.any([job.signal, lost.signal]), progress: (progress) => (latest = progress) });
  } catch (thrown) {
    const why = lost.signal.aborted ? 'lost' : whyAborted(job.signal);
    if (why === 'lost') return;
    if (why === 'shutdown') {
      await putBack(database, { id: evaluationId, fence: claim.fence }, step, 'The runner is stopping. Waiting to be taken up again.');
      throw thrown;
    }
    const fault = asFault(thrown);
    if (fault instanceof ParticipantFault) {
      await endWithFault(database, claim, step.active, fault.detail);
      return;
    }
    log.error(
      { evaluationId, step: step.name, code: fault.detail.code, error: fault.message, cause: String(fault.cause ?? '') },
      'step failed',
    );
    if (job.isLastAttempt) {
      await endWithFault(database, claim, step.active, shownToParticipant(fault.detail, evaluationId));
      return;
    }
    await putBack(database, { id: evaluationId, fence: claim.fence }, step, 'The platform failed; trying again.');
    throw fault;
  } finally {
    clearInterval(beat);
  }
}

function whyAborted(signal: AbortSignal): JobAborted['why'] | null {
  const reason: unknown = signal.reason;
  return reason instanceof JobAborted ? reason.why : null;
}

export function runnerLost(): PlatformFault {
  return new PlatformFault('runner-lost', {
    message: 'Each runner that took this evaluation up was lost.',
    fix: 'Your quota is returned. Quote the reference when you ask for help.',
  });
}

/** The cause stays in the runner's log; the participant gets a reference to quote. */
function shownToParticipant(detail: FaultDetail, evaluationId: string): FaultDetail {
  const message = 'The platform failed while it worked on this submission. Your file is not at fault.';
  return { ...detail, message, fix: 'Your quota is returned. Quote the reference when you ask for help.', reference: evaluationId };
}
