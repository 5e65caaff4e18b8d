import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { FaultDetail } from '@unblind/contracts';
import { ParticipantFault, ParticipantFaultCode, PlatformFault, PlatformFaultCode } from '@unblind/contracts';
import type { ScoreTask, Training } from '@unblind/evaluation';
import type { ScoreReport } from '@unblind/scoring';

/** A scoring task with one folder of predictions per model; several models are scored as an ensemble. */
export interface ThreadTask extends Omit<ScoreTask, 'predictions' | 'training'> {
  predictions: string[];
  training: (Omit<Training, 'predictions'> & { predictions: string[] }) | null;
}

export type ScoreAnswer = { report: ScoreReport } | { fault: FaultDetail };

/** Scores in a separate thread: the bootstrap takes seconds, and the heartbeat must go on meanwhile. */
export async function scoreInThread(task: ThreadTask, signal: AbortSignal): Promise<ScoreReport> {
  signal.throwIfAborted();
  const worker = new Worker(join(__dirname, 'score.worker.js'));
  const answer = await new Promise<ScoreAnswer>((resolve, reject) => {
    signal.addEventListener('abort', () => reject(reasonOf(signal)), { once: true });
    worker.postMessage(task);
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () =>
      reject(
        new PlatformFault('scorer-failed', { message: 'The scorer ended without an answer.', fix: 'Nothing is wrong with your file.' }),
      ),
    );
  }).finally(() => worker.terminate());
  if ('report' in answer) return answer.report;
  const { code, whose, ...parts } = answer.fault;
  if (whose === 'participant') throw new ParticipantFault(ParticipantFaultCode.parse(code), parts);
  throw new PlatformFault(PlatformFaultCode.parse(code), parts);
}

function reasonOf({ reason }: { reason: unknown }): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
