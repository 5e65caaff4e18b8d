import { ParticipantFault, PlatformFault, asFault } from '@unblind/contracts';
import { beatTiming, claimTiming, endTiming, putTimingBack } from '@unblind/database';
import type { Claim, Database } from '@unblind/database';
import { JobAborted } from '@unblind/queue';
import type { JobContext } from '@unblind/queue';
import type { HoldOptions } from './hold';
import { HEARTBEAT_MS, STALE_MS } from './steps';

const mostAttempts = 6;

class ClaimLost extends Error {}

type Job = Pick<JobContext<{ evaluationId: string }>, 'payload' | 'isLastAttempt' | 'signal'>;

/**
 * Takes a timing up and keeps it alive while the work goes on. The evaluation has its scores whatever becomes of this: a fault ends
 * the timing alone.
 */
export async function holdTiming(
  { database, log, runner }: HoldOptions,
  job: Job,
  lost: AbortSignal,
  work: (held: { claim: Claim; signal: AbortSignal }) => Promise<void>,
): Promise<void> {
  const { evaluationId } = job.payload;
  const claim = await claimTiming(database, evaluationId, runner, new Date(Date.now() - STALE_MS));
  if (!claim) return;
  const gone = new AbortController();
  const beat = setInterval(() => {
    beatTiming(database, claim)
      .then((held) => !held && gone.abort(new ClaimLost()))
      .catch((error: unknown) => log.warn({ evaluationId, error: String(error) }, 'heartbeat failed'));
  }, HEARTBEAT_MS);
  try {
    if ((await attemptsOf(database, evaluationId)) > mostAttempts) throw timesOut();
    await work({ claim, signal: AbortSignal.any([job.signal, lost, gone.signal]) });
  } catch (thrown) {
    if (gone.signal.aborted) return;
    if (job.signal.reason instanceof JobAborted && job.signal.reason.why === 'shutdown') {
      await putTimingBack(database, claim, 'The runner is stopping. Waiting to be taken up again.');
      throw thrown;
    }
    const fault = asFault(thrown);
    const isFinal = fault instanceof ParticipantFault || fault.detail.code === 'runner-lost' || job.isLastAttempt;
    if (lost.aborted || !isFinal) {
      await putTimingBack(database, claim, 'The platform failed; trying again.');
      throw fault;
    }
    log.warn({ evaluationId, code: fault.detail.code, error: fault.message }, 'timing failed');
    await database.$transaction((transaction) => endTiming(transaction, claim, { fault: fault.detail }));
  } finally {
    clearInterval(beat);
  }
}

async function attemptsOf(database: Database, evaluationId: string): Promise<number> {
  return (await database.timing.findUniqueOrThrow({ where: { evaluationId }, select: { attempts: true } })).attempts;
}

function timesOut(): PlatformFault {
  return new PlatformFault('runner-lost', {
    message: `It was taken up ${mostAttempts} times and did not come to an end.`,
    fix: 'Its scores stand. Quote the reference when you ask for help.',
  });
}
